import pytest

from adapters.comparers.local import LocalComparer
from adapters.comparers.local.coding import reader_of
from adapters.comparers.local.crossencoder import ENGLISH, MULTILINGUAL
from adapters.comparers.local.weights import VECTORS
from tests.builders import a_sheet_text

SHEET = a_sheet_text()


@pytest.fixture(scope="module")
def comparer() -> LocalComparer:
    return LocalComparer()


@pytest.mark.parametrize(
    "text",
    [
        "Żeby klienci dostali pieniądze przy pierwszej rozmowie i nie musieli dzwonić drugi raz.",
        "Müşteriler parasını ilk aramada alsın, ikinci kez aramak zorunda kalmasın.",
        "Чтобы клиенты сразу получали деньги и не звонили нам второй раз.",
        "お客様が一度の電話で返金を受けられるように、二度電話しなくて済むようにするためです。",
    ],
)
async def test_a_language_it_was_not_trained_in_is_left_to_the_vectors(comparer: LocalComparer, text: str) -> None:
    other, known = await comparer.code(SHEET, (text, "Customers need not ring twice."))

    assert (other.coder, known.coder) == ("local-vectors@3", "")
    assert comparer.limits_of(f"{comparer.name} (1), {other.coder} (1)")[-1] == "limit_other_language"
    assert "limit_other_language" not in comparer.limits_of(comparer.name)


async def test_a_sheet_in_another_language_is_left_to_the_vectors_whatever_the_answer(comparer: LocalComparer) -> None:
    sheet = a_sheet_text(
        "Zwroty do 40 €",
        "Od poniedziałku decydujecie sami.",
        ("Klienci dostają pieniądze przy pierwszej rozmowie i nie muszą dzwonić drugi raz.",),
    )

    (coding,) = await comparer.code(sheet, ("Customers need not ring twice.",))

    assert coding.coder == "local-vectors@3"


@pytest.mark.parametrize("text", ["ok", "Less ringing", "Weniger Anrufe", "Per i clienti"])
async def test_a_text_too_short_to_tell_its_language_is_read(comparer: LocalComparer, text: str) -> None:
    (coding,) = await comparer.code(SHEET, (text,))

    assert not coding.coder


@pytest.mark.parametrize(
    ("sheet", "answer", "reader"),
    [
        ("en", "en", ENGLISH),
        ("en", None, ENGLISH),
        (None, None, MULTILINGUAL),
        ("de", None, MULTILINGUAL),
        ("en", "de", MULTILINGUAL),
        ("pt", "fr", MULTILINGUAL),
        ("en", "pl", VECTORS),
        ("it", "en", VECTORS),
        ("it", None, VECTORS),
    ],
)
def test_each_answer_is_read_by_who_knows_both_languages(sheet: str | None, answer: str | None, reader: str) -> None:
    assert reader_of(sheet, answer) == reader
