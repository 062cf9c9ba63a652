"""Whatever the product sends, with whatever people typed in it, is something Slack takes."""

import inspect
import json
from collections import Counter
from collections.abc import Iterator

import pytest

from adapters.slack.pages import Page, pages, without_chart
from adapters.slack.rich import Block
from adapters.slack.views import home_view, loading_view, message_view, view
from bot.messages import asking, figures, looking, mine, overview, reading_back, report, running, sheets, wording
from bot.messages.catalogue import catalogue, languages
from bot.messages.view import Form, Message
from tests.slack_types.checking import Checker
from tests.slack_types.contents import HOSTILE, ORDINARY, some
from tests.slack_types.every import every

_METADATA = "x" * 3000
_OTHERS = {"comparison", "sure"}  #: the terminal's report; part of others


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("kind", "contents"), [("ordinary", ORDINARY), ("hostile", HOSTILE)])
def test_slack_takes_every_message_and_modal(
    checker: Checker, language: str, kind: str, contents: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    counted: Counter[str] = Counter()
    complaints, seen = [], set()
    assert len(contents) == 20
    for content in some(contents, language):
        for builder, shown in every(catalogue(language), content):
            for payload in _payloads(shown):
                drawn = json.dumps(payload if isinstance(payload, dict) else [payload.blocks, payload.text])
                if drawn in seen:
                    continue  # what people typed does not stand in all of them
                seen.add(drawn)
                counted["views" if isinstance(payload, dict) else "messages"] += 1
                told = (
                    checker.view(payload)
                    if isinstance(payload, dict)
                    else checker.message(payload.blocks, payload.text)
                )
                if told:
                    complaints.append((builder.__name__, content[:40], told))
    with capsys.disabled():
        print(f" [{language}, {kind}: {counted.total()} payloads checked, {dict(counted)}]", end="")

    assert complaints[:5] == []


def test_every_builder_of_messages_and_forms_is_among_them() -> None:
    modules = (asking, figures, looking, mine, overview, reading_back, report, running, sheets, wording)
    builders = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and inspect.signature(function).return_annotation in {Message, Form}
    }

    built = {builder.__name__ for builder, _ in every(catalogue("en"), ORDINARY[0])}

    assert built == builders - _OTHERS


def test_the_modal_that_stands_while_one_is_made_is_taken(checker: Checker) -> None:
    assert checker.view(loading_view("In your own words")) == {}


def _payloads(shown: Message | Form) -> Iterator[Page | Block]:
    if isinstance(shown, Form):
        yield view(shown, _METADATA)
        return
    for page in pages(shown):
        yield page
        if page.bare != page.blocks:
            yield without_chart(page)
    yield home_view(shown)
    yield message_view("Hymnsheet", shown)
