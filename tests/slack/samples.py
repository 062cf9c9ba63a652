"""Small payloads for the double's own tests."""

from tests.slack.workspace import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str, action: str, value: str = "c1") -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, "value": value}


def field(name: str, label: str, element: Json) -> Json:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "optional": name != "why",
        "element": {"action_id": "input"} | element,
    }


BUTTONS = [section("Well?"), {"type": "actions", "elements": [button("Answer", "answer"), button("Later", "later")]}]
LOADING: Json = {"type": "modal", "callback_id": "loading", "title": plain("One moment"), "blocks": [section("…")]}
A_MODAL: Json = {
    "type": "modal",
    "callback_id": "why",
    "title": plain("In your own words"),
    "submit": plain("Send"),
    "blocks": [
        field("why", "Why", {"type": "plain_text_input", "max_length": 3000}),
        field("who", "Who", {"type": "multi_users_select"}),
        field("tell", "Tell", {"type": "checkboxes", "options": [{"text": plain("Yes"), "value": "yes"}]}),
    ],
}
CHART: Json = {
    "type": "data_visualization",
    "title": "People per reason",
    "chart": {
        "type": "bar",
        "series": [{"name": "People", "data": [{"label": "Time", "value": 3}]}],
        "axis_config": {"categories": ["Time"]},
    },
}
