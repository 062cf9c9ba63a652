"""What people type: ordinary and hostile."""

from bot.messages.catalogue import languages

ORDINARY = (
    "Refunds under 50 € without approval",
    "so that we keep Acme as a client, who leaves if refunds stay slow",
    "because agents lose an hour a day waiting for approvals; that's 12% of a shift",
    "R&D and Ops share one queue (finally!)",
    "If x < 3 and y > 5, ask the duty lead first.",
    "New on-call rota\n\nFrom Monday, two people a week.\nSwap by asking in #support.",
    "see https://example.org/refunds for the form",
    "Mail ops@example.org or ring 555-0100",
    "snake_case_names stay as they are, and so do `code` and *stars*",
    "Great 👍 — thanks, everyone 🎉",
    "Devoluciones de menos de 50 € sin aprobación",
    "¿Por qué importa? Porque Acme se marcha si una devolución tarda una semana.",
    "para tener menos contracargos, que nos cuestan 40 € cada uno",
    "«Señas» y ñandúes: año nuevo, política nueva",
    "Erstattungen unter 50 € ohne Freigabe",
    "weil im Service jeden Tag eine Stunde mit Warten auf Freigaben verloren geht",
    "Zuerst die Schichtleitung fragen – „in aller Ruhe“, größer als 100 €?",
    "Straßenverkehrszulassungsordnungsänderungsverfahrensbeschleunigungsmaßnahme",
    "顧客を失わないために、返金は一週間以内に。",
    "لأن العملاء يغادرون إذا تأخر الاسترداد",
)

HOSTILE = (
    "<!channel> read this now",
    "<!here|here> <!everyone> <!subteam^S0123|@admins>",
    "<@U0123456789> said so",
    "<#C0123456789|general>",
    "<https://evil.example|your bank> <mailto:a@b.example|me>",
    "&lt;!channel&gt; &amp;lt; &amp;amp;",
    "*bold* _italic_ ~gone~ `code` ```block``` > quote",
    "> quoted\n>>> all of it\n- list\n1. one",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \u200fmark",
    "\x00\x01\x1b[31mred\x7f\x9f",
    "\ud800 lone \udfff surrogates",
    "\u200b\u200b\u200b",
    "   \n\t  \n ",
    "&" * 3000,
    "<" * 2999 + "\n" + ">" * 2999,
    "x" * 3000,
    "😀👩‍👩‍👧‍👦" * 300,
    ":smile: :rotating_light: :custom-emoji: @channel @here #general",
    '{"type":"section"} "}]} \\" \\u0000 %s {title} {0} **strong** __quiet__',
    "Z̸̢͕̗͈͐̊͑a̶̢͚̭̽l̵̙̑g̷̮̈́ò\n" * 60,
)


def some(contents: tuple[str, ...], language: str) -> tuple[str, ...]:
    """All of them in English; in the other languages by turns, since what differs there are the product's own words."""
    others = [each for each in languages() if each != "en"]
    return contents if language == "en" else contents[others.index(language) % 4 :: 4]
