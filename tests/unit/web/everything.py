"""One message with a part of every kind, and one form with a field of every kind, hostile texts included."""

from bot.messages.view import (
    Bar,
    Button,
    Buttons,
    Chart,
    Divider,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    Items,
    Message,
    Option,
    Quote,
    Run,
    Style,
    Table,
    Text,
    Weight,
)

HOSTILE = "<script>alert('x')</script> & \"><img src=x onerror=alert(1)> \u202eevil"

EVERY_PART = Message(
    "Everything",
    (
        Heading("A heading"),
        Text((Run("plain "), Run("strong ", Style.STRONG), Run("quiet", Style.QUIET))),
        Text((Run("an aside"),), quiet=True),
        Items(((Run("first"),), (Run("second", Style.STRONG),))),
        Quote("own words", "Sam"),
        Quote("no name"),
        Facts((("In force", "Tue 1 Dec"),)),
        Chart("People per reason", (Bar("Keep Acme", 5, "5 of 5"), Bar("Chargebacks", 0), Bar("Over", 9)), 5),
        Chart("Nothing yet", (Bar("Keep Acme", 0),), 0),
        Table(("Figure", "Value"), (("Tune", "0.58"),)),
        Divider(),
        Buttons((Button("Post", "post", "c1", Weight.PRIMARY), Button("Close", "close", "c1", Weight.DANGER, "Sure?"))),
    ),
)

HOSTILE_PARTS = Message(
    HOSTILE,
    (
        Heading(HOSTILE),
        Text((Run(HOSTILE), Run(HOSTILE, Style.STRONG))),
        Items(((Run(HOSTILE),),)),
        Quote(HOSTILE, HOSTILE),
        Facts(((HOSTILE, HOSTILE),)),
        Chart(HOSTILE, (Bar(HOSTILE, 1, HOSTILE),), 1),
        Table((HOSTILE,), ((HOSTILE,),)),
    ),
)

EVERY_FIELD = Form(
    "form",
    "Everything",
    "Send",
    "c1",
    tuple(
        Field(
            kind.value, kind, f"A {kind.value}", "A hint", required=True, max_length=80, options=(Option("1", "One"),)
        )
        for kind in FieldKind
    ),
    (Heading("Above the fields"),),
    "Not now",
)
