"""Modals and home tabs: views.*."""

from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.workspace import Json


def open_modal(call: Call) -> Json:
    body = _view(call)
    trigger = call.state.take(call.need("trigger_id"))
    return {"view": call.state.views.open(trigger.user, trigger.team_id, body).shown()}


def push(call: Call) -> Json:
    body = _view(call)
    trigger = call.state.take(call.need("trigger_id"))
    return {"view": call.state.views.push(trigger.user, trigger.team_id, body).shown()}


def update(call: Call) -> Json:
    view = call.state.views.find(str(call.args.get("view_id", "")), str(call.args.get("external_id", "")))
    if call.args.get("hash") not in (None, "", view.hash):
        raise Refusal("hash_conflict")
    call.state.views.change(view, _view(call))
    return {"view": view.shown()}


def publish(call: Call) -> Json:
    person = call.person(call.need("user_id"))
    return {"view": call.state.views.publish(person.id, call.space.team_id, _view(call)).shown()}


def _view(call: Call) -> Json:
    call.need("view")
    view = call.args["view"]
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments")
    return view


VIEWS: dict[str, Method] = {
    "views.open": Method(open_modal),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
