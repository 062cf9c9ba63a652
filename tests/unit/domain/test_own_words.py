import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.own_words import clean, containment, parrots, says_nothing
from tests.builders import a_sheet_text

SHEET = a_sheet_text(
    "Refunds up to 40 £",
    "From Monday every agent can approve a refund of up to 40 £ on the spot. "
    "Supervisors spend a third of their shift ticking approvals they never refuse.",
    ("Small refunds should be settled on the first call so that customers do not have to ring again.",),
)


def test_containment_is_the_share_of_the_texts_trigrams_in_the_source() -> None:
    assert containment("one two three four", "zero one two three FOUR five") == 1
    assert containment("one two three nine", "one two three four") == 0.5
    assert containment("two one three", "one two three") == 0


def test_containment_of_a_short_text_goes_by_words() -> None:
    assert containment("two nine", "one two three") == 0.5


def test_containment_goes_by_letters_alone() -> None:
    assert containment("“One” – two, THREE!", "one two three") == 1


def test_no_words_are_contained_in_nothing() -> None:
    assert containment("👍", "one") == 0
    assert containment("", "") == 0
    assert containment("one", "") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Small refunds should be settled on the first call so that customers do not have to ring again.",
        "supervisors spend a third of their shift ticking approvals",
        "Refunds up to 40",
    ],
)
def test_a_copy_of_title_body_or_reason_parrots(text: str) -> None:
    assert parrots(text, SHEET)


@pytest.mark.parametrize(
    "text",
    [
        "So a customer with a small refund isn't left waiting for a second call, that's what drives them off.",
        "Customers do not have to ring again, and ringing twice is what makes my mum leave any shop.",
        "ring again",
        "",
    ],
)
def test_own_words_do_not_parrot_even_with_a_phrase_of_the_sheet(text: str) -> None:
    assert not parrots(text, SHEET)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍👍",
        "...",
        "ok",
        "Ok.",
        "OK 👍",
        "n/a",
        "N.A.",
        "idk",
        "I don't know",
        "don’t know really",
        "no idea why",
        "Same as above",
        "same as Kev",
        "what Jenny said",
        "see above",
        "see Karen's answer",
        "ditto 👆",
        "+1",
        "lol ok",
        "yes ok thank you",
        "Thank you for the information.",
        "as discussed in the meeting",
        "nothing to add",
        "lo mismo que dijo mi compañera",
        "lo que diga el presidente",
        "No sé",
        "ver arriba",
        "jajaja ok",
        "Leído.",
        "Gracias Marisol 🌷",
        "siehe oben",
        "s.o.",
        "k. A.",
        "Weiß nicht",
        "keine Ahnung",
        "wie Petra schon gesagt hat",
        "passt 👌",
        "Zur Kenntnis genommen.",
        "idem Sandrine",
        "voir ci-dessus",
        "Je ne sais pas",
        "RAS",
        "comme dit Paul",
        "Bien reçu, merci.",
        "o mesmo que a Fátima",
        "Não sei",
        "kkkk tá bom",
        "Nada a acrescentar.",
        "vide acima",
        "as per the policy",
        "About time 👏",
        "finally!!!",
        "cf. Dr Hill's answer",
        "Danke für die Info",
        "siehe Mail",
    ],
)
def test_an_answer_that_points_elsewhere_or_nods_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Fewer duds, warmer welcome.",
        "Fair to all",
        "good nights",
        "Time at last to eat",
        "Everyone is seen",
        "what the law says",
        "same for everyone",
        "no mails at night!!!",
        "ok so customers stop calling twice",
        "same day refunds keep people loyal",
        "Thanks to the photo I'm covered",
        "it's money. always money",
        "Tired eyes miss stuff. Simple.",
        "Keine Fehler",
        "Für die Kunden",
        "Que nadie corra peligro",
        "Moins d'attente",
        "Menos fila",
        "供应商一换，配料就不一样了",
        "安全",
        "без ошибок",
    ],
)
def test_a_terse_answer_says_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  one \n", "one"),
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("a\ud800b", "ab"),
        ("pay \u202e05 \u2066now\u2069", "pay 05 now"),
        ("e\u0301", "é"),
        ("👩\u200d🔧", "👩\u200d🔧"),
    ],
)
def test_clean_keeps_the_words_and_drops_what_hides_in_them(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text(st.characters()))
def test_clean_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert once.encode("utf-8").decode() == unicodedata.normalize("NFC", once)
    assert "\x00" not in once


@given(st.text(), st.text())
def test_containment_is_a_share(text: str, source: str) -> None:
    assert 0 <= containment(text, source) <= 1
