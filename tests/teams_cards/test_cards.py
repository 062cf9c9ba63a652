"""Whatever the product sends, with whatever people typed in it, is a card that Teams takes."""

import json

import pytest

from adapters.teams.cards import card, cards
from adapters.teams.forms import Origin, form_card
from bot.messages.catalogue import catalogue, languages
from bot.messages.view import FieldErrors, Form
from tests.slack_types.contents import HOSTILE, ORDINARY, some
from tests.slack_types.every import every
from tests.teams_cards.checking import Checker, Json

ORIGIN = Origin("1700000000001", f"19:{'aBc1' * 12}@thread.tacv2", "answer", "0" * 32)
ACCOUNT = f"29:{'1bSnHZ7J-_' * 13}"  #: as long as Teams' are


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "contents"), [("ordinary", ORDINARY), ("hostile", HOSTILE)])
def test_teams_takes_every_card_and_dialog(
    checker: Checker, language: str, kind: str, contents: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    sent, dialogs = _drawn(language, some(contents, language))
    complaints = [*filter(None, checker.cards(sent)), *filter(None, checker.cards(dialogs, dialogs=True))]
    with capsys.disabled():
        print(f" [{language}, {kind}: {len(sent)} cards and {len(dialogs)} dialogs checked]", end="")

    assert len(contents) == 20
    assert complaints[:5] == []


def _drawn(language: str, contents: tuple[str, ...]) -> tuple[list[Json], list[Json]]:
    """Each different card once."""
    sent: dict[str, Json] = {}
    dialogs: dict[str, Json] = {}
    for content in contents:
        for _, shown in every(catalogue(language), content):
            if isinstance(shown, Form):
                wrong = FieldErrors(tuple((field.id, content[:300]) for field in shown.fields[:1]))
                for one in (
                    form_card(shown, language, ORIGIN, inline=False),
                    form_card(shown, language, ORIGIN, wrong, inline=False),
                    form_card(shown, language, ORIGIN),
                ):
                    dialogs[json.dumps(one)] = one
            else:
                pages = cards(shown, locale=language, account=ACCOUNT)
                without = cards(shown, locale=language, account=ACCOUNT, dialogs=False)
                for one in (*pages, *without, *((card(shown, locale=language),) if len(pages) > 1 else ())):
                    sent[json.dumps(one)] = one
    return [*sent.values()], [*dialogs.values()]
