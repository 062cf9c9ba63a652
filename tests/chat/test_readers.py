"""Who else reads the report: chosen in the dialog, named in the draft; bots and guests are not."""

import pytest

from bot.domain.errors import PlatformAway
from bot.domain.ids import PersonRef
from bot.messages.view import Say
from bot.ports.chat import Member
from tests.chat.house import TENANT, Chat


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("dana", "Bots and guests cannot read the report: Robot (a bot), Visitor (a guest)."),
        ("ines", "Robot (es un bot)"),
        ("jonas", "Visitor (als Gast hier)"),
    ],
)
async def test_bots_and_guests_are_refused_as_readers_at_their_field(chat: Chat, user: str, says: str) -> None:
    chat.roster.people += [
        Member(PersonRef(TENANT, "robot"), "Robot", "UTC", "en", bot=True),
        Member(PersonRef(TENANT, "visitor"), "Visitor", "UTC", "en", guest=True),
    ]
    await chat[user].types("new-policy")
    form = chat[user].form()
    given = {"title": "T", "body": "B", "reasons": "so that R"}
    await chat[user].fills({**given, "leads": "luis\nrobot\nvisitor\nghost"}, form=form)
    assert says in chat[user].errors["leads"]

    await chat[user].fills({**given, "leads": "luis"}, form=form)
    assert isinstance(chat[user].reply, Say)


async def test_the_draft_names_the_readers_wherever_it_is_shown(chat: Chat) -> None:
    await chat.drafted(leads="luis\nines\nghost")
    assert "Luis, Inés, ghost" in chat["dana"].read

    await chat["dana"].types("list")
    await chat["dana"].presses("Open the draft")
    assert "Luis, Inés, ghost" in chat["dana"].read

    await chat["dana"].types("cancel")
    await chat["dana"].presses("Bring it back")
    assert "Luis, Inés, ghost" in chat["dana"].read


async def test_of_many_readers_ten_are_named(chat: Chat) -> None:
    await chat.drafted(leads="\n".join(f"r{i}" for i in range(12)))
    assert "r8, r9 and 2 others" in chat["dana"].read


async def test_where_the_platform_does_not_tell_the_readers_are_counted(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.drafted(leads="luis\nines")
    await chat["dana"].types("list")

    async def silent(person: PersonRef) -> Member | None:
        del person
        raise PlatformAway("Slack")

    monkeypatch.setattr(chat.roster, "member", silent)
    await chat["dana"].presses("Open the draft")
    assert "2 people" in chat["dana"].read
