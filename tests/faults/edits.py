"""Answers on their way: submissions made at a known second, handed to a replica whenever a row wants it."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.domain.check import CheckState
from bot.domain.ids import TenantId
from bot.domain.restatement import Restatement
from storage.checks import SqlChecks
from storage.cipher import Cipher
from storage.engine import make_engine, reading
from storage.restatements import SqlRestatements
from tests.e2e.program import Program
from tests.faults.site import Site, line_to
from tests.slack.delivery import INTERACTION, Acknowledged
from tests.slack.filling import values_of
from tests.slack.payloads import Payloads
from tests.slack.workspace import Json

TENANT = TenantId("slack:T1")
APART = 2  #: seconds between two edits, by the platform's clock
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One submission, and the second in which it was made."""

    user: str
    payload: Json
    at: int

    async def reaches(self, program: Program) -> Acknowledged:
        line, body = line_to(program), urlencode({"payload": json.dumps(self.payload)})
        return await line.post(INTERACTION, body, line.headers(body, str(self.at)) | _FORM)


async def edits_of(site: Site, user: str, texts: Sequence[str]) -> list[Edit]:
    """This person's answer and its edits, made one after the other and still on their way."""
    person, space = site.slack.user(user), site.slack.space
    await person.waits_for_button("Answer")
    await person.presses("Answer")
    view = await site.team._opened(person, "why")
    payloads, first = Payloads(site.slack.state, space, space.users[user]), int(time.time()) - APART * len(texts)
    return [
        Edit(user, payloads.submitted(view, values_of(view, {"why": words})), first + APART * number)
        for number, words in enumerate(texts)
    ]


async def kept(site: Site) -> list[Restatement]:
    """Every answer of the one open check as it stands now."""
    engine = make_engine(site.place.effective_url)
    try:
        async with reading(engine) as connection:
            ((check, _),) = await SqlChecks(connection).of_tenant(TENANT, frozenset({CheckState.OPEN}))
            answers = await SqlRestatements(connection, Cipher([site.key])).of_round(TENANT, check.id, check.round)
        return [answer for answer, _ in answers]
    finally:
        await engine.dispose()
