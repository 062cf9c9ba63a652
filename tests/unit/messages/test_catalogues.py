"""All languages say the same things, in words the product stands by, and no key is missing or left over."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.domain.check import CheckState, ParticipantState
from bot.domain.divergence import Quadrant
from bot.domain.lint import FindingKind
from bot.domain.obstacles import Obstacle
from bot.domain.visibility import Visibility
from bot.flows.verbs import VERBS
from bot.messages.catalogue import catalogue, languages
from bot.messages.sheets import SPANS

ROOT = Path(__file__).parents[3]
OTHERS = sorted(set(languages()) - {"en"})

#: What is never said of people, by language.
FORBIDDEN = {
    "en": r"\btest(?:s|ed|ing)?\b|\bfail|\bscor|wrong answer|misaligned|complian|anonym|\bquiz|\bexam\b",
    "es": r"\btests?\b|\bexam[ei]n|\bsuspen|\bfracas|\bfall(?:o|a|ó|ado|ar)\b|puntua|calificac"
    r"|respuestas? (?:incorrect|equivocad|erróne)|desaline|cumplimiento|anónim",
    "de": r"\btest|durchgefallen|versag|scheiter|\bscore|punktzahl|bewert|falsche antwort|fehlausgericht"
    r"|complian|anonym",
}

#: Keys that are put together while running, with everything that may stand in the gap.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "add.not_{}": ("unknown", "bot", "guest", "asked", "manager", "lead"),
    "cause.{}": ("closed", "changed"),
    "check_state.{}": tuple(CheckState),
    "comparer.{}": tuple(
        sorted(
            {
                limit
                for path in (ROOT / "adapters" / "comparers").rglob("*.py")
                for limit in re.findall(r'"(limit_\w+)"', path.read_text("utf-8"))
            }
            | {"limit_cap"}
        )
    ),
    "date.month_{}": tuple(map(str, range(1, 13))),
    "date.weekday_{}": tuple(map(str, range(7))),
    "error.already_{}": (CheckState.CLOSING, CheckState.CLOSED, CheckState.CANCELLED),
    "headline.{}": tuple(Quadrant),
    "language.{}": languages(),
    "lint.{}": tuple(FindingKind),
    "obstacle.{}": tuple(Obstacle),
    "quadrant.{}": tuple(Quadrant),
    "quadrant.{}_do": tuple(Quadrant),
    "report.column_{}": ("reason", "unprompted", "interval", "recognised", "opposite", "split"),
    "sheet.{}": ("body", "reasons", "labels"),
    "sheet.{}_hint": ("body", "reasons", "labels"),
    "span.{}": SPANS,
    "state.{}": tuple(ParticipantState),
    "status.{}": tuple(set(ParticipantState) - {ParticipantState.ANSWERED}),
    "usage.{}": ("title", "sheet", "person"),
    "verb.{}": tuple(verb.name for verb in VERBS),
    "visibility.{}": tuple(Visibility),
    "visibility.{}_short": tuple(Visibility),
}


def templates(language: str) -> Mapping[str, str]:
    return catalogue(language).templates


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def keys_in_code() -> set[str]:
    """Keys written out in bot/, and those of every family that is put together there."""
    sections = {key.partition(".")[0] for key in templates("en")}
    key = re.compile(rf"(?:{'|'.join(sections)})\.[\w{{}}-]+")
    found: set[str] = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for text in _texts(ast.parse(path.read_text("utf-8"))):
            if key.fullmatch(text):
                found |= {text.replace("{}", part) for part in FAMILIES[text]} if "{}" in text else {text}
    return found


def _texts(tree: ast.AST) -> Iterator[str]:
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {part for node in joined for part in node.values}
    for node in joined:
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    for other in ast.walk(tree):
        if isinstance(other, ast.Constant) and isinstance(other.value, str) and other not in inside:
            yield other.value


def test_there_are_english_spanish_and_german() -> None:
    assert languages() == ("de", "en", "es")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(templates(language)) == set(templates("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_placeholders(language: str) -> None:
    different = {
        key: placeholders(template)
        for key, template in templates(language).items()
        if placeholders(template) != placeholders(templates("en")[key])
    }

    assert different == {}


@pytest.mark.parametrize("language", languages())
def test_placeholders_are_plain_names(language: str) -> None:
    odd = [
        (key, field)
        for key, template in templates(language).items()
        for _, field, spec, conversion in string.Formatter().parse(template)
        if field is not None and (not field.isidentifier() or spec or conversion)
    ]

    assert odd == []


@pytest.mark.parametrize("language", languages())
def test_what_is_never_said_of_people_is_not_said(language: str) -> None:
    said = [key for key, template in templates(language).items() if re.search(FORBIDDEN[language], template.lower())]

    assert said == []


@pytest.mark.parametrize("language", languages())
def test_every_mark_is_closed(language: str) -> None:
    open_ = [
        key
        for key in templates(language)
        if any("**" in run.text or "__" in run.text for run in catalogue(language).runs(key, **_anything(key)))
    ]

    assert open_ == []


def _anything(key: str) -> dict[str, str]:
    return dict.fromkeys(placeholders(templates("en")[key]), "x")


@pytest.mark.parametrize("language", languages())
def test_dialog_titles_fit_a_narrow_screen(language: str) -> None:
    long = {key: text for key, text in templates(language).items() if key.endswith("form_title") and len(text) > 24}

    assert long == {}


@pytest.mark.parametrize("language", languages())
def test_the_chart_s_title_fits(language: str) -> None:
    assert len(catalogue(language)("report.chart_title")) <= 50


@pytest.mark.parametrize("language", languages())
def test_column_heads_are_short(language: str) -> None:
    heads = [text for key, text in templates(language).items() if key.startswith("report.column_")]

    assert max(map(len, heads)) <= 16


@pytest.mark.parametrize("language", languages())
def test_button_labels_fit(language: str) -> None:
    sections = ("ask", "overview", "readback")
    labels = [
        catalogue(language)(f"{section}.{key}")
        for section in sections
        for key in {
            "ask": ("answer", "later", "disagree", "not_for_me", "edit", "withdraw", "undecline", "again"),
            "overview": ("status", "refresh", "report", "extend", "close", "cancel"),
            "readback": ("yes", "fix", "that_too", "not_that"),
        }[section]
    ]

    assert max(map(len, labels)) <= 24


def test_every_key_used_exists() -> None:
    assert keys_in_code() - set(templates("en")) == set()


def test_every_key_is_used() -> None:
    used = keys_in_code()

    unused = [key for key in templates("en") if key not in used and key.removesuffix("_one") not in used]
    assert unused == []


def test_a_twin_for_one_has_the_key_for_many() -> None:
    twins = [key.removesuffix("_one") for key in templates("en") if key.endswith("_one") and key != "lint.two_in_one"]

    assert all("n" in placeholders(templates("en")[key]) for key in twins)


@pytest.mark.parametrize(("language", "foreign"), [("en", "«»„"), ("es", "„“”"), ("de", "«»”")])
def test_quotation_marks_are_the_language_s_own(language: str, foreign: str) -> None:
    assert [key for key, template in templates(language).items() if set(template) & set(foreign)] == []
