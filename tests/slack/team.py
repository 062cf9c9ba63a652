"""Dana's team at work in Slack with the whole program: what its people do, and what they read."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.texts import texts
from bot.messages.catalogue import catalogue
from tests.slack.acting import Acting, read
from tests.slack.double import SlackDouble
from tests.slack.views import View
from tests.slack.workspace import Json, Posted

SHEET = {
    "title": "Refunds up to 50 € without approval",
    "body": "From Monday agents refund up to 50 € on the call, without asking a supervisor.",
    "reasons": (
        "so that customers get their money back without calling a second time\n"
        "because supervisors lose two hours a day to approvals\n"
        "because we trust the people who hear the customer"
    ),
    "labels": "No second call\nSupervisors' time\nTrust",
    "leads": "ULUIS",
}
HELLO = "I'm an automated assistant. This is not about you: it is about whether the message is clear."


@dataclass
class Team:
    slack: SlackDouble

    def __getitem__(self, user: str) -> Acting:
        return self.slack.user(user)

    async def launches(self, **changes: str) -> None:
        """Dana writes the sheet and sends it to the team."""
        dana = self["UDANA"]
        await dana.slash("/align new-policy")
        await self._opened(dana, "title")
        await dana.submits(SHEET | changes)
        await self.presses("UDANA", "Send to the team")
        await dana.waits_for("being asked about")

    async def presses(self, user: str, english: str) -> None:
        """A button said in English here, in this person's own language there, once it is to be seen."""
        label = self._own(user, english)
        await self[user].waits_for_button(label)
        await self[user].presses(label)

    async def answers(self, user: str, values: Mapping[str, str], by: str = "Answer") -> None:
        """Answers in the modal, and waits for what was heard."""
        before = self._heard(user)
        await self.presses(user, by)
        await self._opened(self[user], next(iter(values)))
        await self[user].submits(values)
        await self.slack.bell.until(lambda: self._heard(user) > before, lambda: f"{user} reads {self.read_by(user)}")

    async def sees_at_home(self, user: str, words: str) -> str:
        """What App Home shows this person, who opens it."""
        await self[user].opens_home()

        def shown() -> View | None:
            home = self.slack.home(user)
            return home if home and words in read(home) else None

        return read(await self.slack.bell.until(shown, lambda: f"{user} has at home {self.slack.home(user)}"))

    async def waits_for_channel(self, words: str) -> Posted:
        """The message in the channel with these words, once everybody reads it."""
        return await self.slack.bell.until(
            lambda: next((one for one in self.slack.messages("C1") if words in read(one)), None),
            lambda: f"the channel reads {[read(one) for one in self.slack.messages('C1')]}",
        )

    async def reads(self, user: str, english: str) -> Posted:
        """A message with this fixed text, in the person's own language, once it is there."""
        return await self[user].waits_for(self._own(user, english))

    def read_by(self, user: str) -> list[str]:
        return [read(one) for one in self[user].inbox]

    def posted(self, user: str, english: str) -> int:
        """How many direct messages with this fixed text the person got."""
        return sum(self._own(user, english) in text for text in self.read_by(user))

    async def _opened(self, person: Acting, field: str) -> View:
        """The modal; where Slack refused to open it, by the button that is offered instead."""
        offered = texts(person.user.locale)["open"]

        def there() -> str:
            view = self.slack.views.top(person.user.id)
            if view and any(field == block["block_id"] for block in view.blocks):
                return "modal"
            return "button" if _has_button(person, offered) else ""

        if await self.slack.bell.until(there, lambda: f"neither modal nor button: {self.slack.calls[-5:]}") == "button":
            await person.presses(offered)
        return await person.waits_for_modal(field)

    def _heard(self, user: str) -> int:
        """Read-backs so far, each update counted."""
        yes = self._own(user, "Yes")
        return sum(one.versions for one in self[user].inbox if yes in read(one).splitlines())

    def _own(self, user: str, english: str) -> str:
        own = catalogue(self[user].user.locale).templates
        return next(own[key] for key, template in catalogue("en").templates.items() if template == english)


def charts(posted: Posted) -> list[dict[str, float]]:
    """Label → people, for each chart of the message."""
    found: list[Json] = [block for block in posted.blocks if block["type"] == "data_visualization"]
    return [{one["label"]: one["value"] for one in block["chart"]["series"][0]["data"]} for block in found]


def refusals(slack: SlackDouble) -> list[tuple[str, str]]:
    """What Slack did not take: method and error."""
    return [(call.method, call.error) for call in slack.calls if call.error]


def _has_button(person: Acting, label: str) -> bool:
    try:
        person.button(label)
    except AssertionError:
        return False
    return True
