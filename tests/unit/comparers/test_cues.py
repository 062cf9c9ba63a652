import pytest

from adapters.comparers.local.cues import BECAUSE, NEGATION, objects
from adapters.comparers.local.proposing import proposed
from bot.domain.sheet import MAX_REASON


@pytest.mark.parametrize(
    "text",
    [
        "I disagree with the whole thing.",
        "No estoy de acuerdo, se va a liar.",
        "Da bin ich dagegen.",
        "Je ne suis pas d'accord avec ça.",
        "Não concordo com isso.",
        "I get it, clients leave when we are slow. But an hour is a joke.",
        "Klar, die Kunden bleiben dann. Aber wer soll das machen?",
    ],
)
def test_an_objection_is_heard_in_five_languages(text: str) -> None:
    assert objects(text)


@pytest.mark.parametrize(
    "text",
    [
        "It's not about money but about the clients who leave.",
        "Yes: but for us the client would leave.",
        "Damit die Kunden nicht abspringen, aber auch wegen der Kosten.",
        "Para que nadie tenga que llamar dos veces.",
        "Pour que les clients restent, mais pas seulement.",
    ],
)
def test_a_restatement_with_a_but_or_a_not_is_no_objection(text: str) -> None:
    assert not objects(text)


@pytest.mark.parametrize(
    "text", ["so that they stay", "para que se queden", "damit sie bleiben", "pour qu'ils restent", "porque ficam"]
)
def test_a_because_is_heard_in_five_languages(text: str) -> None:
    assert BECAUSE.search(text)


@pytest.mark.parametrize("text", ["they don't leave", "no se van", "sie gehen nicht", "ils ne partent pas", "não saem"])
def test_a_negation_is_heard_in_five_languages(text: str) -> None:
    assert NEGATION.search(text)


def test_reasons_are_proposed_once_each_and_in_order() -> None:
    body = (
        "New rule from Monday.\n- We lose Acme because refunds take a week.\n"
        "- Weil wir sonst täglich eine Stunde verlieren.\n"
        "- We lose Acme because refunds take a week.\n- because\n"
    )

    assert proposed(body) == (
        "We lose Acme because refunds take a week.",
        "Weil wir sonst täglich eine Stunde verlieren.",
    )


def test_a_long_reason_is_cut_between_words() -> None:
    (reason,) = proposed("because " + "of this " * 60)

    assert len(reason) <= MAX_REASON
    assert reason.endswith(("of…", "this…"))
