"""users.*, usergroups.* and dnd.*: who is there, and who is to be left alone."""

from tests.slack.bell import Moment
from tests.slack.methods import Call, Method
from tests.slack.rights import Refusal
from tests.slack.workspace import Json, User


def info(call: Call) -> Json:
    person = call.person(call.need("user"))
    return {"user": person.shown(call.space.team_id, locale=call.true("include_locale"))}


def everybody(call: Call) -> Json:
    locale = call.true("include_locale")
    people = [person.shown(call.space.team_id, locale=locale) for person in call.space.users.values()]
    return call.page(people, "members")


def groups(call: Call) -> Json:
    shown = [
        {"id": id_, "handle": handle, "name": handle, "user_count": len(users), "date_delete": 0}
        | ({"users": users} if call.true("include_users") else {})
        for id_, (handle, users) in call.space.groups.items()
    ]
    return {"usergroups": shown}


def group_users(call: Call) -> Json:
    group = call.space.groups.get(call.need("usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": group[1]}


def rest(call: Call) -> Json:
    return _rest(call.person(call.need("user")))


def team_rest(call: Call) -> Json:
    """Up to 50 people at once; nobody for a name that is not known."""
    names = call.need("users").split(",")
    if len(names) > 50:
        raise Refusal("too_many_users")
    return {"users": {name: _rest(call.space.users[name]) for name in names if name in call.space.users}}


def team_info(call: Call) -> Json:
    return {"team": {"id": call.space.team_id, "name": call.space.name, "domain": "acme"}}


def _rest(person: User) -> Json:
    now = Moment.seconds()
    if person.dnd_until <= now:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {"dnd_enabled": True, "next_dnd_start_ts": person.dnd_from or now - 1, "next_dnd_end_ts": person.dnd_until}


PEOPLE: dict[str, Method] = {
    "users.info": Method(info, "users:read"),
    "users.list": Method(everybody, "users:read"),
    "usergroups.list": Method(groups, "usergroups:read"),
    "usergroups.users.list": Method(group_users, "usergroups:read"),
    "dnd.info": Method(rest, "dnd:read"),
    "dnd.teamInfo": Method(team_rest, "dnd:read"),
    "team.info": Method(team_info, "team:read"),
}
