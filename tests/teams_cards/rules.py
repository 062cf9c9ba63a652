"""What Teams refuses and Microsoft's reader does not notice, and what we never want to send.

The properties are those of Adaptive Cards 1.5 that we use, and Teams' own.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]

MAX_CARD = 28 * 1024
MAX_REFRESHED = 60  #: people for whom a card refreshes by itself
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FUNCTION = re.compile(r"\{\{\s*(?:DATE|TIME)\(", re.IGNORECASE)
MARKDOWN = re.compile(
    r"[*_~`<>\n]|\](?=[(:\[])|\\(?=[!-/:-@\[-`{-~])|://|www\.|@\w|mailto:|&#?\w+;|^\s*(?:[-+=#]|\d+[.)])", re.IGNORECASE
)

_ELEMENT = {"type", "id", "spacing", "separator", "fallback"}
_INPUT = _ELEMENT | {"label", "isRequired", "errorMessage", "value"}
_ACTION = {"type", "title", "data", "style", "fallback"}
_LOOK = {"size", "weight", "color", "isSubtle"}
KNOWN: Mapping[str, set[str]] = {
    "AdaptiveCard": {"type", "$schema", "version", "lang", "msteams", "body", "actions", "fallbackText", "refresh"},
    "TextBlock": _ELEMENT | _LOOK | {"text", "wrap", "style"},
    "RichTextBlock": _ELEMENT | {"inlines"},
    "TextRun": {"type", "text", "italic"} | _LOOK,
    "Container": _ELEMENT | {"items", "style"},
    "FactSet": _ELEMENT | {"facts"},
    "Table": _ELEMENT | {"columns", "rows", "firstRowAsHeader", "showGridLines"},
    "TableRow": {"type", "cells"},
    "TableCell": {"type", "items"},
    "ActionSet": _ELEMENT | {"actions"},
    "Chart.HorizontalBar": _ELEMENT | {"title", "displayMode", "data"},
    "Input.Text": _INPUT | {"isMultiline", "maxLength"},
    "Input.ChoiceSet": _INPUT | {"choices", "choices.data", "isMultiSelect", "style", "wrap"},
    "Input.Toggle": _INPUT | {"title", "valueOn", "valueOff", "wrap"},
    "Input.Date": _INPUT,
    "Data.Query": {"type", "dataset"},
    "Action.Execute": _ACTION | {"verb"},
    "Action.Submit": _ACTION,
    "Action.ShowCard": {"type", "title", "style", "card"},
}
#: Where Markdown is read, or may be.
_READ = {
    "TextBlock": ("text",),
    "Input.Toggle": ("title", "errorMessage"),
    "Input.Text": ("label", "errorMessage"),
    "Input.ChoiceSet": ("label", "errorMessage"),
    "Input.Date": ("label", "errorMessage"),
    "Action.Execute": ("title",),
    "Action.Submit": ("title",),
    "Action.ShowCard": ("title",),
    "AdaptiveCard": ("fallbackText",),
}


def of_card(card: Json, *, dialog: bool = False) -> Iterator[str]:
    whole = json.dumps(card, ensure_ascii=False)
    size = len(whole.encode("utf-8", "surrogatepass")) - _typed(card) if dialog else len(json.dumps(card))
    if size > MAX_CARD:
        yield f"{size} bytes"
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "no card of version 1.5"
    if not card.get("body"):
        yield "nothing to see"
    if not dialog and not str(card.get("fallbackText", "")).strip():
        yield "no text for a client that shows no cards"
    if _UNSEEN.search(whole):
        yield "control or direction characters"
    yield from _of_refresh(card.get("refresh"))
    listed = [*objects(card)]
    yield from _of_opening(listed, dialog=dialog)
    ids = Counter(str(one["id"]) for one in listed if "id" in one)
    yield from (f"id {name} {n} times" for name, n in ids.items() if n > 1)
    for one in listed:
        yield from _of_object(one)


def _of_refresh(refresh: object) -> Iterator[str]:
    """Without people to refresh for, small channels would ask for all of theirs. No older client knows it: its action
    needs nothing for them.
    """
    if refresh is None:
        return
    shape = refresh if isinstance(refresh, dict) else {}
    action, accounts = shape.get("action") or {}, shape.get("userIds") or []
    if shape.keys() != {"action", "userIds"} or action.keys() != {"type", "title", "verb", "data"}:
        yield "a refresh of another shape"
    elif action["type"] != "Action.Execute" or not {"action", "value"} <= action["data"].keys():
        yield "a refresh that does not say what it wants"
    if not 0 < len(accounts) <= MAX_REFRESHED or not all(str(each).startswith("29:") for each in accounts):
        yield "a refresh for nobody, for too many, or for what is no account"


def _of_opening(listed: list[Json], *, dialog: bool) -> Iterator[str]:
    """Action.Submit alone opens a dialog, and none does from within one. In a chat it does nothing else by itself: what
    it sends is a message, to which nothing can be answered in place.
    """
    beside = [one.get("fallback") for one in listed if one.get("type") == "Action.Execute"]
    for one in listed:
        asks = (one.get("data") or {}).get("msteams") if str(one.get("type")).startswith("Action.") else None
        if asks is not None and (one["type"] != "Action.Submit" or asks != {"type": "task/fetch"}):
            yield "asks of the client what it does not do"
        if asks is not None and dialog:
            yield "a dialog out of a dialog"
        if (
            asks is None
            and one.get("type") == "Action.Submit"
            and not dialog
            and not any(one is each for each in beside)
        ):
            yield "Action.Submit where Action.Execute would be answered"


def _typed(card: Json) -> int:
    """Bytes of what stands in a dialog's inputs: it is not cut, and 9,000 signs beyond the first plane are 36 KB."""
    values = (str(one.get("value", "")) for one in objects(card) if str(one.get("type")).startswith("Input."))
    return sum(len(value.encode("utf-8", "surrogatepass")) for value in values)


def objects(value: object) -> Iterator[Json]:
    """Every element, action and run of a card; an action's data and what refreshes it are none of them."""
    if isinstance(value, dict):
        yield value
        for key, each in value.items():
            if key != "refresh" and not (key == "data" and str(value.get("type")).startswith("Action.")):
                yield from objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from objects(each)


def _of_object(one: Json) -> Iterator[str]:
    kind = str(one.get("type", ""))
    if kind and kind not in KNOWN:
        yield f"an unknown element {kind}"
    if kind in KNOWN and (more := one.keys() - KNOWN[kind]):
        yield f"{kind} with {sorted(more)}"
    if kind in {"TextBlock", "TextRun"}:
        yield from _of_text(one, kind)
    if kind.startswith("Input."):
        yield from _of_input(one, kind)
    if kind.startswith("Action."):
        yield from _of_action(one, kind)
    if kind.startswith("Chart."):
        yield from _of_chart(one)
    for words in (*(one.get(key, "") for key in _READ.get(kind, ())), *_words(one)):
        if MARKDOWN.search(str(words)):
            yield f"Markdown that may come to life: {words!r}"


def _words(one: Json) -> Iterator[object]:
    """Titles of choices, and facts."""
    for key in ("choices", "facts"):
        for each in one.get(key, ()):
            yield each["title"]
            if key == "facts":
                yield each["value"]


def _of_text(one: Json, kind: str) -> Iterator[str]:
    text = str(one.get("text", ""))
    if not text:
        yield f"an empty {kind}"
    if _FUNCTION.search(text):
        yield "a function that is replaced"
    if "\n" in text:
        yield "a line break that clients read differently"
    if kind == "TextBlock" and not one.get("wrap"):
        yield "a text that is cut at the edge"


def _of_input(one: Json, kind: str) -> Iterator[str]:
    value = str(one.get("value", ""))
    if not one.get("id"):
        yield f"{kind} without an id"
    if kind == "Input.Toggle" and not str(one.get("title", "")).strip():
        yield "a tick without words"
    if one.get("isRequired") and not one.get("errorMessage"):
        yield "required, and does not say so"
    if kind == "Input.Text" and len(value.encode("utf-16-le")) // 2 > one.get("maxLength", 10**6):
        yield "more to begin with than may be typed"
    if kind == "Input.Date" and value and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield f"no date: {value}"
    if kind == "Input.ChoiceSet" and "choices.data" not in one:
        offered = [choice["value"] for choice in one.get("choices", ())]
        if len(set(offered)) < len(offered) or any("," in each for each in offered):
            yield "choices that are not told apart"
        if any(each and each not in offered for each in value.split(",")):
            yield "chosen to begin with, and no choice"


def _of_action(one: Json, kind: str) -> Iterator[str]:
    if not str(one.get("title", "")).strip():
        yield f"{kind} without a title"
    if kind == "Action.Execute":
        instead = one.get("fallback")
        instead = instead if isinstance(instead, dict) else {}
        if instead.get("type") != "Action.Submit" or instead.get("data") != one.get("data"):
            yield "nothing for a client that knows no Action.Execute"
    if kind != "Action.ShowCard" and not {"action", "value"} <= one.get("data", {}).keys():
        yield f"{kind} that does not say what it does"


def _of_chart(one: Json) -> Iterator[str]:
    names = [point["x"] for point in one.get("data", ())]
    if not names or len(set(names)) < len(names):
        yield "bars that are not told apart"
    if not any(each.get("type") == "FactSet" for each in objects(one.get("fallback"))):
        yield "nothing for a client without charts"
