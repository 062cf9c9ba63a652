"""Buttons as universal actions, each with the older kind beside it for clients that know no other.

Those that open a form are of the older kind alone, which opens dialogs.
"""

from collections.abc import Sequence

from adapters.teams.rich import Element, label, rich
from bot.messages.view import Button, More, Run, Weight

MAX_ACTIONS = 6  #: that Teams shows in one row
MAX_ROW = 56  #: characters of their titles; wider rows are cut off at a card's edge
LOOK = "look"  #: asks for a card anew; no button does that
TYPED = "typed"  #: does once more what was typed, to open its form
_AROUND = 4  #: characters that a button's frame takes
MAX_VALUE = 2000
_STYLES = {Weight.PRIMARY: "positive", Weight.PLAIN: "default", Weight.DANGER: "destructive"}


def actions(buttons: Sequence[Button], *, dialogs: bool = True) -> list[Element]:
    """In rows that fit a card. Without `dialogs` none asks for one."""
    rows: list[list[Element]] = []
    room = 0
    for drawn in (_button(button, dialogs=dialogs) for button in buttons):
        room -= len(drawn["title"]) + _AROUND
        if not rows or room < 0 or len(rows[-1]) == MAX_ACTIONS:
            rows.append([])
            room = MAX_ROW - len(drawn["title"]) - _AROUND
        rows[-1].append(drawn)
    return [{"type": "ActionSet", "actions": row} for row in rows]


def execute(title: str, action: str, value: str, weight: Weight) -> Element:
    """What is pressed comes back as {"action", "value"}, from either kind of action."""
    return {
        "type": "Action.Execute",
        "title": label(title),
        "verb": action,
        "data": {"action": action, "value": value},
        "style": _STYLES[weight],
        "fallback": submit(title, action, value, weight),
    }


def submit(title: str, action: str, value: str, weight: Weight) -> Element:
    return {
        "type": "Action.Submit",
        "title": label(title),
        "data": {"action": action, "value": value},
        "style": _STYLES[weight],
    }


def opening(title: str, action: str, value: str, weight: Weight) -> Element:
    """Asks for a dialog, which no Action.Execute does. A client without dialogs sends it on as a message."""
    drawn = submit(title, action, value, weight)
    return {**drawn, "data": {**drawn["data"], "msteams": {"type": "task/fetch"}}}


def refresh(more: More, account: str) -> Element:
    """The client of this account asks for the card anew whenever it is shown; others do when told so in its menu."""
    data = {"action": LOOK, "value": f"{more.kind}/{more.subject}"}
    return {
        "action": {"type": "Action.Execute", "title": "Refresh", "verb": LOOK, "data": data},
        "userIds": [account],
    }


def _button(button: Button, *, dialogs: bool) -> Element:
    """Adaptive Cards ask nothing before an action: the question unfolds under the button, with the action in it."""
    if len(button.subject) > MAX_VALUE:
        raise ValueError(f"a button's subject is ids: {len(button.subject)} characters")
    opens = dialogs and (button.opens or button.action == TYPED)
    acts = (opening if opens else execute)(button.label, button.action, button.subject, button.weight)
    if not button.confirm:
        return acts
    asks: Element = {"type": "AdaptiveCard", "body": rich((Run(button.confirm),)), "actions": [acts]}
    asked_first = Weight.PLAIN if button.weight is Weight.DANGER else button.weight  # the red is for what does it
    return {
        "type": "Action.ShowCard",
        "title": f"{label(button.label)} …",
        "style": _STYLES[asked_first],
        "card": asks,
    }
