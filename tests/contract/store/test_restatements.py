"""Answers, and what was heard in them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, Stale
from bot.domain.ids import RestatementId
from bot.domain.restatement import ReadBack
from bot.domain.verdict import OwnReason, Span, VerdictKind
from tests.builders import CHECK, NOW, TENANT, a_coding, a_person, a_read_back, a_restatement, a_verdict
from tests.contract.store.conftest import Units

ANSWER = a_restatement()


def a_full_read_back() -> ReadBack:
    coding = a_coding(
        a_verdict("r1", quote=Span(0, 4)),
        a_verdict("r2", VerdictKind.CONTRADICTED, unsure=True, p=0.1),
        own=[OwnReason("weniger Rückfragen", Span(5, 9)), "no quote"],
        parroting=True,
        objection=True,
        informative=False,
    )
    return a_read_back(coding, yes=["r1"], no=["r2"], dropped=["r3", "r4"], dropped_own=["no quote"])


async def test_an_answer_comes_back_as_it_was(checked: Units) -> None:
    answer = a_restatement(
        why="Weil Acme sonst geht. 🙂",
        differently="d",
        worry="w",
        objection="o",
        fix="f",
        quotable=True,
        gated=True,
        revision=3,
    )

    async with checked() as uow:
        await uow.restatements.put(answer)

        assert await uow.restatements.get(TENANT, answer.id) == answer
        assert await uow.restatements.of_person(CHECK, 1, a_person()) == answer


async def test_an_unknown_answer_is_not_found(checked: Units) -> None:
    async with checked() as uow:
        with pytest.raises(NotFound):
            await uow.restatements.get(TENANT, RestatementId("nobody"))
        with pytest.raises(NotFound):
            await uow.restatements.read_back(TENANT, RestatementId("nobody"))
        with pytest.raises(NotFound):
            await uow.restatements.put_read_back(TENANT, RestatementId("nobody"), a_read_back())


async def test_an_answer_to_a_check_that_does_not_exist_is_not_found(units: Units) -> None:
    async with units() as uow:
        with pytest.raises(NotFound):
            await uow.restatements.put(ANSWER)


async def test_who_has_not_answered_this_round_has_no_answer_in_it(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)

        assert await uow.restatements.of_person(CHECK, 2, a_person()) is None


async def test_an_edit_replaces_the_answer_and_keeps_what_was_heard_before(checked: Units) -> None:
    edited = replace(ANSWER, why="Refunds take too long.", revision=2)

    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_read_back())
        await uow.restatements.put(edited)

        assert await uow.restatements.of_round(TENANT, CHECK, 1) == [(edited, a_read_back())]


async def test_a_second_answer_of_one_person_in_a_round_is_stale(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)

        with pytest.raises(Stale):
            await uow.restatements.put(a_restatement(restatement_id="another"))


async def test_what_was_heard_comes_back_as_it_was(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_full_read_back())

        assert await uow.restatements.read_back(TENANT, ANSWER.id) == a_full_read_back()


async def test_before_an_answer_is_compared_nothing_was_heard(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)

        assert await uow.restatements.read_back(TENANT, ANSWER.id) is None


async def test_a_later_read_back_replaces_the_earlier_one(checked: Units) -> None:
    later = a_read_back(comparer="fake@2", revision=2, confirmed_at=None)

    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_full_read_back())
        await uow.restatements.put_read_back(TENANT, ANSWER.id, later)

        assert await uow.restatements.read_back(TENANT, ANSWER.id) == later


async def test_a_round_is_its_own_answers_by_time_of_submission(checked: Units) -> None:
    second = a_restatement("ann", submitted_at=NOW + timedelta(hours=2))
    first = a_restatement("zoe", submitted_at=NOW + timedelta(hours=1))
    other_round = a_restatement("ann", restatement_id="round 2", round_=2)

    async with checked() as uow:
        for answer in (second, first, other_round):
            await uow.restatements.put(answer)
        await uow.restatements.put_read_back(TENANT, first.id, a_read_back())

        assert await uow.restatements.of_round(TENANT, CHECK, 1) == [(first, a_read_back()), (second, None)]


async def test_a_deleted_answer_is_gone_with_what_was_heard_in_it(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_read_back())
        await uow.restatements.delete(TENANT, ANSWER.id)

        assert await uow.restatements.of_round(TENANT, CHECK, 1) == []
        with pytest.raises(NotFound):
            await uow.restatements.read_back(TENANT, ANSWER.id)


async def test_a_translation_is_kept_for_its_language_and_the_later_one_wins(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        assert await uow.restatements.translations(TENANT, CHECK, 1, "de") == {}

        await uow.restatements.put_translation(ANSWER, "es", "Acme se va.")
        await uow.restatements.put_translation(ANSWER, "de", "Acme geht.")

        assert await uow.restatements.translations(TENANT, CHECK, 1, "de") == {ANSWER.id: "Acme geht."}
        assert await uow.restatements.translations(TENANT, CHECK, 1, "es") == {}
        assert await uow.restatements.translations(TENANT, CHECK, 2, "de") == {}


async def test_a_translation_ends_with_the_words_it_is_of(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_translation(ANSWER, "de", "Acme geht.")
        await uow.restatements.put_read_back(TENANT, ANSWER.id, a_read_back())
        assert await uow.restatements.translations(TENANT, CHECK, 1, "de")

        await uow.restatements.put(replace(ANSWER, revision=2))
        await uow.restatements.put_translation(ANSWER, "de", "Acme geht.")

        assert await uow.restatements.translations(TENANT, CHECK, 1, "de") == {}


async def test_an_answer_that_is_gone_takes_its_translation_along_and_gets_no_other(checked: Units) -> None:
    async with checked() as uow:
        await uow.restatements.put(ANSWER)
        await uow.restatements.put_translation(ANSWER, "de", "Acme geht.")
        await uow.restatements.delete(TENANT, ANSWER.id)
        await uow.restatements.put_translation(ANSWER, "de", "Acme geht.")

        assert await uow.restatements.translations(TENANT, CHECK, 1, "de") == {}
