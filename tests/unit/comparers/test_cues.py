import pytest

from adapters.comparers.local.cues import BECAUSE, NEGATION, asks, objects
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


@pytest.mark.parametrize(
    "text",
    [
        "Does anyone know the gate code? I couldn't get in this morning.",
        "who has the big ladder?",
        "¿Alguien sabe cuándo arreglan el ascensor?",
        "Weiß jemand, ob die Kantine offen hat?",
        "Quelqu'un a vu mon écharpe ? Je crois que je l'ai laissée au vestiaire.",
        "Onde se pedem luvas tamanho S?",
    ],
)
def test_a_question_for_information_is_told(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Is it because of the audit?",
        "So that nobody has to ask where the keys are?",
        "Customers ask where their parcel is.",
        "When customers ring twice they leave us.",
        "Who rings twice? Somebody who will leave us. That is what it is about. They should get it the first time.",
        "Damit keiner mehr fragt: Wo ist der Schlüssel?",
    ],
)
def test_a_guess_and_a_restatement_are_no_question_for_information(text: str) -> None:
    assert not asks(text)
