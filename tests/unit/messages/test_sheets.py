"""Writing a sheet: the dialog keeps what is known, the draft shows the clarity review and who is asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.check import CheckState
from bot.domain.ids import ReasonId
from bot.domain.lint import Finding, FindingKind
from bot.domain.sheet import MAX_REASONS
from bot.messages.audience import Asking
from bot.messages.catalogue import catalogue
from bot.messages.sheets import (
    SPANS,
    discarded,
    draft,
    number,
    reason_items,
    sheet_form,
    sheet_parts,
    span_name,
    values_of,
)
from bot.messages.view import Facts, FieldKind, Message, Option, Quote, Text
from tests.builders import a_check, a_person, a_sheet, a_sheet_text
from tests.unit.messages.reading import actions, field, items, part, text_of, words

EN = catalogue("en")
DRAFT = a_check(state=CheckState.DRAFT)


def test_reasons_are_numbered_from_one_to_six() -> None:
    assert [number(i) for i in range(MAX_REASONS)] == ["①", "②", "③", "④", "⑤", "⑥"]


def test_an_empty_dialog_offers_two_days_the_reader_s_language_and_the_first_reason() -> None:
    form = sheet_form(catalogue("de"), {})

    assert {name: field(form, name).initial for name in ("open_for", "language", "main")} == {
        "open_for": "2d",
        "language": "de",
        "main": "1",
    }


def test_a_dialog_opened_again_holds_what_the_draft_holds() -> None:
    support = Option("group:support", "@support")
    audience = (a_person("sam"), a_person(support.value))
    check = replace(DRAFT, audience=audience, leads=(a_person("lea"), a_person("leo")))
    sheet = a_sheet(exception_path="ask the lead", effective_on=date(2026, 12, 1), text=a_sheet_text(main=1))
    values = values_of(sheet, check)

    form = sheet_form(EN, values, subject="c1", asking=Asking((support,)))

    assert {one.id: one.initial for one in form.fields} == values
    assert values["main"] == "2"
    assert values["leads"] == "lea\nleo"
    assert values["effective_on"] == "2026-12-01"


def test_a_draft_without_a_main_reason_or_a_date_leaves_them_open() -> None:
    sheet = a_sheet(text=a_sheet_text(texts=()))

    values = values_of(sheet, DRAFT)

    assert (values["main"], values["effective_on"], values["reasons"]) == ("1", "", "")


def test_proposed_reasons_come_with_the_request_to_make_them_one_s_own() -> None:
    form = sheet_form(EN, {"reasons": "because of Acme"}, proposed=True)

    assert "Edit them until they are yours" in words(form)


def test_notes_too_long_for_an_input_are_shown_in_part_and_not_asked_for() -> None:
    form = sheet_form(EN, {}, notes="x" * 5_000)

    assert "5000 characters" in words(form)
    assert Quote("x" * 300 + " …") in form.intro
    assert "body" not in [one.id for one in form.fields]


def test_a_body_too_long_for_an_input_is_left_out_of_the_values() -> None:
    assert values_of(a_sheet(text=a_sheet_text(body="x" * 5_000)), DRAFT)["body"] == ""


def test_only_the_title_the_body_and_the_time_are_required() -> None:
    form = sheet_form(EN, {})

    assert [one.id for one in form.fields if one.required] == ["title", "body", "open_for"]


@pytest.mark.parametrize("name", SPANS)
def test_every_time_offered_is_named_as_it_is_typed(name: str) -> None:
    unit = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[name[-1]]

    assert span_name(int(name[:-1]) * unit) == name


def test_a_time_in_minutes_is_named_in_minutes() -> None:
    assert span_name(timedelta(minutes=90)) == "90m"


def test_a_time_that_is_not_offered_is_shown_as_typed() -> None:
    shown = draft(EN, a_sheet(), replace(DRAFT, open_for=timedelta(hours=3)), ())

    assert ("Time to answer", "3h") in _facts(shown)


def test_a_sheet_shows_each_paragraph_of_its_body() -> None:
    shown = sheet_parts(EN, a_sheet(text=a_sheet_text(body="One.\n\n\n\nTwo.")))

    assert [text_of(one.runs) for one in shown if isinstance(one, Text)] == ["One.", "Two.", "Why it matters"]


def test_date_and_exception_path_are_shown_where_they_are_known() -> None:
    full = sheet_parts(EN, a_sheet(exception_path="ask", effective_on=date(2026, 12, 1)))
    bare = sheet_parts(EN, a_sheet())

    assert Facts((("In force from", "Tue 1 Dec"), ("Where to go when it doesn't fit", "ask"))) in full
    assert not any(isinstance(one, Facts) for one in bare)


def test_the_main_reason_is_marked() -> None:
    marked = reason_items(EN, a_sheet(text=a_sheet_text(texts=("one", "two"), main=1)))

    assert [text_of(item) for item in marked.items] == ["① one", "② two — matters most"]


def test_a_single_reason_needs_no_mark() -> None:
    alone = reason_items(EN, a_sheet(text=a_sheet_text(texts=("one",))))

    assert [text_of(item) for item in alone.items] == ["① one"]


def test_remarks_stand_with_the_reason_they_concern() -> None:
    findings = (Finding(FindingKind.VAGUE_TITLE, None), Finding(FindingKind.OVERLAP, ReasonId("r2"), "keep Acme"))

    shown = items(draft(EN, a_sheet(), DRAFT, findings))

    assert shown[3:] == [
        "The title doesn't say what changes.",
        "② is close to “keep Acme”. People may not tell them apart.",
    ]


def test_several_words_of_jargon_in_one_reason_are_one_remark() -> None:
    findings = [Finding(FindingKind.JARGON, ReasonId("r1"), word) for word in ("leverage", "synergy")]

    shown = draft(EN, a_sheet(), DRAFT, findings)

    assert "1 remark on clarity" in words(shown)
    assert "“leverage, synergy”" in words(shown)


@pytest.mark.parametrize("kind", FindingKind)
@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_every_remark_has_words_in_every_language(kind: FindingKind, language: str) -> None:
    shown = draft(catalogue(language), a_sheet(), DRAFT, [Finding(kind, ReasonId("r1"), "detail")])

    assert items(shown)[3].startswith("① ")


def test_a_clear_sheet_is_told_so() -> None:
    assert "Clarity review: nothing to remark." in words(draft(EN, a_sheet(), DRAFT, ()))


def test_a_draft_can_be_sent_edited_tried_out_and_discarded() -> None:
    assert actions(draft(EN, a_sheet(), DRAFT, ())) == ["launch", "edit_sheet", "preview", "cancel"]


def test_a_draft_says_who_is_asked() -> None:
    named = draft(EN, a_sheet(), replace(DRAFT, audience=(a_person("sam"),)), ())
    everyone = draft(EN, a_sheet(), DRAFT, ())

    assert ("Asked", "1 person you chose") in _facts(named)
    assert ("Asked", "Everyone in the channel but you and those who read the report") in _facts(everyone)


def test_a_discarded_draft_can_be_brought_back() -> None:
    assert actions(discarded(EN, DRAFT)) == ["restore"]


def test_a_typed_title_body_and_reason_are_shown_as_typed() -> None:
    typed = "**{title}** __{0}__"
    shown = draft(EN, a_sheet(text=a_sheet_text(title=typed, body=typed, texts=(typed,))), DRAFT, ())

    assert text_of(shown.parts[2].runs if isinstance(shown.parts[2], Text) else ()) == typed
    assert items(shown)[0] == f"① {typed}"
    assert FieldKind.LINES in {one.kind for one in sheet_form(EN, {}).fields}


def _facts(message: Message) -> tuple[tuple[str, str], ...]:
    return part(message, Facts).pairs
