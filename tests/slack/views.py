"""Modals in their stacks and home tabs, as people have them open."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.slack.bell import Bell
from tests.slack.blocks import view_problems
from tests.slack.ids import NewId, with_ids
from tests.slack.rights import Refusal
from tests.slack.workspace import APP, BOT, Json

DEEPEST = 3


@dataclass
class View:
    """One open view. `history` keeps every body it had, the loading one too."""

    id: str
    user: str
    team_id: str
    body: Json
    root_id: str
    previous_id: str = ""
    hash: str = ""
    history: list[Json] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)  #: block_id → what the last submission got

    @property
    def title(self) -> str:
        return str(self.body.get("title", {}).get("text", ""))

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    def shown(self, values: Json | None = None) -> Json:
        """As payloads and answers show it."""
        return {
            "callback_id": "",
            "private_metadata": "",
            "submit": None,
            "close": None,
            "external_id": "",
            "notify_on_close": False,
            "clear_on_close": False,
            **self.body,
            "id": self.id,
            "team_id": self.team_id,
            "app_id": APP,
            "bot_id": BOT,
            "app_installed_team_id": self.team_id,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id or None,
            "hash": self.hash,
            "state": {"values": values or {}},
        }


class Views:
    def __init__(self, new_id: NewId, bell: Bell, unknown_blocks: set[str]) -> None:
        self._new_id = new_id
        self._bell = bell
        self._unknown_blocks = unknown_blocks
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def top(self, user: str) -> View | None:
        """The modal this person has before them."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def find(self, view_id: str, external_id: str) -> View:
        for view in self._all():
            if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                return view
        raise Refusal("not_found")

    def open(self, user: str, team_id: str, body: Json) -> View:
        view = self._new(user, team_id, body)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, team_id: str, body: Json) -> View:
        stack = self.stacks.setdefault(user, [])
        if len(stack) >= DEEPEST:
            raise Refusal("push_limit_reached")
        view = self._new(user, team_id, body)
        if stack:
            view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def publish(self, user: str, team_id: str, body: Json) -> View:
        if body.get("type") != "home":
            raise Refusal("invalid_arguments")
        view = self.homes.get(user)
        if view is None:
            self.homes[user] = view = self._new(user, team_id, body)
        else:
            self.change(view, body)
        return view

    def change(self, view: View, body: Json) -> None:
        self._dress(view, body)

    def tell(self, view: View, errors: dict[str, str]) -> None:
        """Shows what is wrong beside the inputs; refused where it names none of them."""
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not errors or set(errors) - inputs or not all(errors.values()):
            raise Refusal("invalid_response_errors", errors=errors)
        view.errors = errors

    def close(self, view: View) -> None:
        """As a submission or the person closes it: this one goes, those below stay."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> None:
        self.stacks.pop(user, None)

    def _all(self) -> Iterator[View]:
        yield from self.homes.values()
        for stack in self.stacks.values():
            yield from stack

    def _new(self, user: str, team_id: str, body: Json) -> View:
        view = View(self._new_id("V"), user, team_id, {}, "")
        self._dress(view, body)
        view.root_id = view.id
        return view

    def _dress(self, view: View, body: Json) -> None:
        found = view_problems(body)
        found += [f"unsupported block: {one['type']}" for one in body["blocks"] if one["type"] in self._unknown_blocks]
        if found:
            raise Refusal("invalid_arguments", response_metadata={"messages": [f"[ERROR] {one}" for one in found]})
        view.body = {**body, "blocks": with_ids(self._new_id, body["blocks"])}
        view.history.append(view.body)
        view.errors = {}
        view.hash = self._new_id("h")
        self._bell.ring()
