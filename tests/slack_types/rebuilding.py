"""Our payloads put together again by slackblocks, whose constructors hold to Slack's limits.

Its own readers know no rich text, inputs or charts yet.
"""

import json
from collections.abc import Callable
from typing import Any

from slackblocks import blocks as b
from slackblocks import elements as e
from slackblocks import objects as o
from slackblocks.messages import Message
from slackblocks.rich_text import elements as re
from slackblocks.rich_text import objects as ro
from slackblocks.views import HomeTabView, ModalView

Json = dict[str, Any]

_built: dict[str, b.Block] = {}


def message(blocks: list[Json], text: str) -> None:
    Message(channel="C1", text=text, blocks=[block(each) for each in blocks])


def view(shown: Json) -> None:
    made = [block(each) for each in shown["blocks"]]
    if shown["type"] == "home":
        HomeTabView(blocks=made)
        return
    ModalView(
        title=_text(shown["title"]),
        blocks=made,
        close=_text(shown.get("close")),
        submit=_text(shown.get("submit")),
        private_metadata=shown.get("private_metadata"),
        callback_id=shown.get("callback_id"),
    )


def block(raw: Json) -> b.Block:
    key = json.dumps(raw)
    if key not in _built:
        _built[key] = _BLOCKS[raw["type"]](raw)
    return _built[key]


def _text(raw: Json | None) -> Any:
    if raw is None:
        return None
    return o.Text(raw["text"], o.TextType(raw["type"]), raw.get("emoji", False), raw.get("verbatim", False))


def _rich(raw: Json) -> b.Block:
    return b.RichTextBlock(elements=[_part(each) for each in raw["elements"]])


def _part(raw: Json) -> ro.RichTextObject:
    if raw["type"] == "rich_text_list":
        return ro.RichTextList(style=raw["style"], elements=[_section(each) for each in raw["elements"]])
    if raw["type"] == "rich_text_section":
        return _section(raw)
    kind = {"rich_text_quote": ro.RichTextQuote, "rich_text_preformatted": ro.RichTextCodeBlock}[raw["type"]]
    return kind(elements=[_run(each) for each in raw["elements"]])


def _section(raw: Json) -> ro.RichTextSection:
    return ro.RichTextSection(elements=[_run(each) for each in raw["elements"]])


def _run(raw: Json) -> re.RichText:
    if raw["type"] != "text":
        raise ValueError(f"a live element: {raw['type']}")
    return re.RichText(raw["text"], **raw.get("style", {}))


def _button(raw: Json) -> e.Button:
    return e.Button(
        text=_text(raw["text"]),
        action_id=raw["action_id"],
        value=raw.get("value"),
        style=raw.get("style"),
        confirm=_confirm(raw.get("confirm")),
    )


def _confirm(raw: Json | None) -> o.ConfirmationDialogue | None:
    if raw is None:
        return None
    title, text, confirm, deny = (_text(raw[name]) for name in ("title", "text", "confirm", "deny"))
    return o.ConfirmationDialogue(title, text, confirm, deny, raw.get("style"))


def _chart(raw: Json) -> b.Block:
    chart = raw["chart"]
    series = [
        o.DataSeries(one["name"], [o.DataPoint(point["label"], point["value"]) for point in one["data"]])
        for one in chart["series"]
    ]
    return b.DataVisualizationBlock(raw["title"], o.BarChart(series, o.AxisConfig(chart["axis_config"]["categories"])))


def _table(raw: Json) -> b.Block:
    settings = [o.ColumnSettings(one.get("align"), one.get("is_wrapped")) for one in raw["column_settings"]]
    return b.TableBlock([[o.RawText(cell["text"]) for cell in row] for row in raw["rows"]], settings)


def _input(raw: Json) -> b.Block:
    return b.InputBlock(
        label=_text(raw["label"]),
        element=_element(raw["element"]),
        block_id=raw["block_id"],
        hint=_text(raw.get("hint")),
        optional=raw["optional"],
    )


def _element(raw: Json) -> e.Element:  # noqa: PLR0911 - one arm a kind
    action = raw["action_id"]
    options = [_option(each) for each in raw.get("options", ())]
    chosen = [_option(each) for each in raw.get("initial_options", ())] or None
    match raw["type"]:
        case "plain_text_input":
            return e.PlainTextInput(
                action, raw.get("initial_value"), multiline=raw["multiline"], max_length=raw["max_length"]
            )
        case "static_select":
            first = raw.get("initial_option")
            return e.StaticSelectMenu(action, options, initial_option=_option(first) if first else None)
        case "checkboxes":
            return e.CheckboxGroup(action, options, chosen)
        case "multi_static_select":
            return e.StaticMultiSelectMenu(action, options, initial_options=chosen)
        case "multi_users_select":
            return e.UserMultiSelectMenu(action, raw.get("initial_users"))
        case "conversations_select":
            wanted = o.ConversationFilter(include=raw["filter"]["include"])
            return e.ConversationSelectMenu(action, initial_conversation=raw.get("initial_conversation"), filter=wanted)
        case "datepicker":
            return e.DatePicker(action, raw.get("initial_date"))
        case other:
            raise ValueError(f"an element of another kind: {other}")


def _option(raw: Json) -> o.Option:
    return o.Option(_text(raw["text"]), raw["value"])


_BLOCKS: dict[str, Callable[[Json], b.Block]] = {
    "header": lambda raw: b.HeaderBlock(_text(raw["text"])),
    "divider": lambda _: b.DividerBlock(),
    "context": lambda raw: b.ContextBlock([_text(each) for each in raw["elements"]]),
    "actions": lambda raw: b.ActionsBlock([_button(each) for each in raw["elements"]]),
    "rich_text": _rich,
    "data_visualization": _chart,
    "table": _table,
    "input": _input,
}
