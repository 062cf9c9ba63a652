"""Every neutral part and field reaches the page as JSON."""

import json
from pathlib import Path
from typing import get_args

from adapters.web import render
from bot.messages.view import FieldKind, Message, Part, Run, Style, Text
from tests.unit.web.everything import EVERY_FIELD, EVERY_PART

SCRIPTS = Path(render.__file__).parent / "static"


def test_the_example_holds_every_kind_of_part() -> None:
    assert {type(part) for part in EVERY_PART.parts} == set(get_args(Part))


def test_every_part_becomes_json_with_a_kind() -> None:
    drawn = [render.part(part) for part in EVERY_PART.parts]

    assert [part["kind"] for part in drawn if part["kind"] != "text"] == [
        *("heading", "items", "quote", "quote", "facts", "chart", "chart", "table", "divider", "buttons")
    ]
    assert json.loads(json.dumps(drawn)) == drawn


def test_the_page_has_a_drawer_for_every_kind_of_part() -> None:
    line = next(line for line in (SCRIPTS / "parts.js").read_text().splitlines() if line.startswith("const drawers"))

    assert {str(render.part(part)["kind"]) for part in EVERY_PART.parts} <= set(
        line.strip("};").replace(",", "").split()
    )


def test_the_page_has_a_maker_for_every_kind_of_field() -> None:
    line = next(line for line in (SCRIPTS / "fields.js").read_text().splitlines() if line.startswith("const makers"))

    assert all(kind.value in line for kind in FieldKind)


def test_a_run_carries_its_style_beside_its_text() -> None:
    drawn = render.part(Text((Run("a"), Run("b", Style.STRONG)), quiet=True))

    assert drawn == {"kind": "text", "runs": [["plain", "a"], ["strong", "b"]], "quiet": True}


def test_a_form_carries_every_field_with_all_it_needs() -> None:
    drawn = json.loads(json.dumps(render.form(EVERY_FIELD)))

    assert [field["kind"] for field in drawn["fields"]] == [kind.value for kind in FieldKind]
    assert drawn["fields"][0] == {
        "id": "line",
        "kind": "line",
        "label": "A line",
        "hint": "A hint",
        "required": True,
        "max_length": 80,
        "initial": "",
        "options": [{"value": "1", "label": "One"}],
    }
    assert (drawn["cancel"], drawn["intro"][0]["kind"]) == ("Not now", "heading")


def test_a_message_as_plain_text_keeps_its_words_and_drops_its_buttons() -> None:
    assert render.plain(EVERY_PART).splitlines() == [
        "A heading",
        "plain strong quiet",
        "an aside",
        "- first",
        "- second",
        "“own words” — Sam",
        "“no name”",
        "In force: Tue 1 Dec",
        "People per reason",
        "Keep Acme: 5 of 5",
        "Chargebacks: 0",
        "Over: 9",
        "Nothing yet",
        "Keep Acme: 0",
        "Figure · Value",
        "Tune · 0.58",
    ]


def test_a_message_without_words_is_its_summary() -> None:
    assert render.plain(Message("A picture", ())) == "A picture"
