"""One sheet and what people said of it: what the pictures show and the drawn page is measured on."""

from dataclasses import dataclass

from tests.e2e.program import Json, Program, Window

SHEET = {
    "title": "Refunds up to €50 without asking a lead",
    "body": (
        "From Monday everyone in customer care refunds up to €50 on their own. Until now a lead had to sign each one, "
        "and that took three days on average.\n\nAbove €50 nothing changes."
    ),
    "reasons": (
        "Customers wait three days for a small refund, and that is why many of them leave us.\n"
        "Leads sign forty small refunds a day and have no time left to coach new colleagues.\n"
        "Each refund that comes too late can turn into a chargeback, and every chargeback costs us a fee."
    ),
    "labels": "Customers stay\nTime to coach\nFewer chargebacks",
    "main": "1",
    "exception_path": "The same customer for the third time this month? Ask a lead first.",
    "open_for": "1w",
    "language": "en",
    "leads": "omar",
}


@dataclass(frozen=True)
class Said:
    """What one person answered."""

    user: str
    why: str
    objection: str = ""


ANSWERS = (
    Said(
        "sam", "People who wait for days to get fifteen euros back don't shop with us again. Pay at once and they stay."
    ),
    Said("priya", "The leads spend half their day signing tiny refunds, so nobody has time to coach the new people."),
    Said("ines", "Los clientes se cansan de esperar tres días por un reembolso pequeño y se van a otra tienda."),
    Said(
        "jonas",
        "Die Leads sollen nicht ständig kleine Erstattungen abzeichnen, sondern Zeit haben, Neue einzuarbeiten.",
    ),
    Said(
        "ravi",
        "We lose customers over small sums because it takes so long. And late refunds end as chargebacks with a fee.",
    ),
    Said("mei", "It shows that the company trusts its people to decide."),
    Said("grace", "The company trusts us to decide on our own."),
    Said(
        "tom",
        "Customers walk away when they have to wait days for a few euros.",
        "Fifty euros is a lot without a second pair of eyes. Some people will try it every week.",
    ),
)


async def ask(program: Program) -> Window:
    """Dana sends the sheet; returns when everybody has the question."""
    dana = program.acting_as("dana")
    await dana.commands("new-policy")
    await dana.fills(SHEET)
    await dana.presses("Send to the team")
    await program.acting_as("lena").waits_for("Did Dana Ruiz explain")
    return dana


async def answer(program: Program, said: Said) -> None:
    """This person answers and has got the read-back."""
    window = program.acting_as(said.user)
    await press(window, "disagree" if said.objection else "answer")
    given = {"why": said.why, "quotable": "yes"} | ({"objection": said.objection} if said.objection else {})
    await window.fills(given)
    assert window.reply["kind"] == "say", window.reply
    await newest(window, "confirm")


async def carry(program: Program) -> Window:
    """The check from the dialog to the report, every read-back confirmed and no question answered."""
    dana = await ask(program)
    for said in ANSWERS:
        await answer(program, said)
        await press(program.acting_as(said.user), "confirm")
    await dana.commands("close")
    await dana.waits_for("Did the message land?")
    return dana


async def press(window: Window, action: str) -> None:
    """The newest button that does this, once it is there; whatever the person's language calls it."""
    post, button = await newest(window, action)
    body = {"post": post["id"], "action": action, "subject": button["subject"]}
    key = window.program.key()
    window.reply = await window.program.post("api/press", {"as": window.user, "event_key": key, **body})


async def newest(window: Window, action: str) -> tuple[Json, Json]:
    await window.waits_for(f"'action': '{action}'")
    found = [
        (post, button)
        for post in await window.posts("")
        for part in (post.get("message") or {}).get("parts", ())
        for button in part.get("buttons", ())
        if button["action"] == action
    ]
    return found[-1]
