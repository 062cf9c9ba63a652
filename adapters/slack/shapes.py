"""The shapes of what Slack sends, as far as Bolt and our listeners take them for granted.

Bolt answers 500 where, say, `event` is a string or `actions` an empty list. Slack sends nothing such, but what is
signed is not therefore whole: a proxy may cut it, a test may be wrong, a kind of payload may be one we never asked for.
https://docs.slack.dev/apis/events-api, https://docs.slack.dev/reference/interaction-payloads
"""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Json,
    StringConstraints,
    Tag,
    TypeAdapter,
    ValidationError,
)
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

_Given = Annotated[str, StringConstraints(min_length=1)]
_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,64}$")]
_MaybeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{0,64}$")] | None
_Anything = dict[str, Any]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Named(_Shape):
    id: _Id


class _Authorization(_Shape):
    team_id: _MaybeId = None
    enterprise_id: _MaybeId = None
    user_id: _MaybeId = None


class _Event(_Shape):
    type: _Given
    user: _MaybeId | _Anything = None
    channel: _MaybeId | _Anything = None
    text: str | None = None
    thread_ts: str | None = None
    message: _Anything | None = None
    previous_message: _Anything | None = None


class _Mention(_Event):
    user: _Id
    channel: _Id
    text: str


class _Message(_Event):
    user: _MaybeId = None
    channel: _Id


class _Home(_Event):
    user: _Id


class _Joined(_Event):
    user: _Id
    channel: _Id


#: The events whose content is read.
_READ = frozenset({"app_mention", "message", "app_home_opened", "member_joined_channel"})


def _kind(event: object) -> str:
    kind = event.get("type") if isinstance(event, Mapping) else None
    return kind if isinstance(kind, str) and kind in _READ else "other"


class _EventCallback(_Shape):
    type: Literal["event_callback"]
    event: Annotated[
        Annotated[_Mention, Tag("app_mention")]
        | Annotated[_Message, Tag("message")]
        | Annotated[_Home, Tag("app_home_opened")]
        | Annotated[_Joined, Tag("member_joined_channel")]
        | Annotated[_Event, Tag("other")],
        Discriminator(_kind),
    ]
    team_id: _Id
    event_id: _Given
    event_time: int | None = None
    enterprise_id: _MaybeId = None
    authorizations: list[_Authorization] | None = None


class _Shown(_Shape):
    """A message as an interaction gives it back."""

    text: str | None = None
    thread_ts: str | None = None


class _Interaction(_Shape):
    team: _Named
    user: _Named
    enterprise: _Named | None = None
    channel: _Named | None = None
    message: _Shown | None = None
    trigger_id: str | None = None
    response_url: str | None = None


class _Action(_Shape):
    action_id: str
    action_ts: str
    block_id: str | None = None
    value: str | None = None


class _Container(_Shape):
    type: str | None = None
    channel_id: _MaybeId = None
    message_ts: str | None = None
    thread_ts: str | None = None


#: We put a list there, or nothing.
_Metadata = Json[Annotated[list[str | bool], Field(min_length=2)]]


class _View(_Shape):
    id: _Given
    type: str
    callback_id: str
    private_metadata: _Metadata | Literal[""] | None = None


class _BlockActions(_Interaction):
    type: Literal["block_actions"]
    actions: Annotated[list[_Action], Field(min_length=1)]
    container: _Container | None = None
    view: _View | None = None


class _Suggestion(_Interaction):
    type: Literal["block_suggestion"]
    action_id: str


class _Option(_Shape):
    value: str


class _Filled(_Shape):
    """What one input holds."""

    value: str | None = None
    selected_date: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_users: list[str] | None = None
    selected_conversation: str | None = None


class _State(_Shape):
    values: dict[str, dict[str, _Filled]]


class _Submitted(_View):
    private_metadata: _Metadata
    state: _State


class _ViewSubmission(_Interaction):
    type: Literal["view_submission"]
    view: _Submitted
    response_urls: list[_Anything] | None = None


class _ViewClosed(_Interaction):
    type: Literal["view_closed"]
    view: _View


class _Shortcut(_Interaction):
    type: Literal["shortcut"]
    callback_id: str
    trigger_id: _Given


class _MessageShortcut(_Interaction):
    type: Literal["message_action"]
    callback_id: str
    trigger_id: _Given
    channel: _Named
    message: _Shown


class _UrlVerification(_Shape):
    type: Literal["url_verification"]
    challenge: str


class _Command(_Shape):
    command: _Given
    team_id: _Id
    user_id: _Id
    trigger_id: _Given
    channel_id: _MaybeId = None


class _SslCheck(_Shape):
    ssl_check: Literal["1"]


_typed: TypeAdapter[object] = TypeAdapter(
    Annotated[
        _EventCallback
        | _BlockActions
        | _Suggestion
        | _ViewSubmission
        | _ViewClosed
        | _Shortcut
        | _MessageShortcut
        | _UrlVerification,
        Field(discriminator="type"),
    ]
)
_untyped: TypeAdapter[object] = TypeAdapter(_SslCheck | _Command)


def whole(body: Mapping[str, Any]) -> bool:
    """True for a payload of a kind the product asks for, with what every one of its kind has."""
    try:
        (_typed if "type" in body else _untyped).validate_python(body)
    except ValidationError:
        return False
    return True


def whole_only(dispatch: Dispatch) -> Dispatch:
    """Bolt's dispatch, that answers 400 to what is not whole."""

    async def dispatched(request: AsyncBoltRequest) -> BoltResponse:
        if not whole(request.body):
            return BoltResponse(status=HTTPStatus.BAD_REQUEST, body="not what Slack sends\n")
        return await dispatch(request)

    return dispatched
