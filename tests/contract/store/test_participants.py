"""Participants."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.check import CheckState, ParticipantState
from bot.domain.errors import NotFound, Stale
from bot.domain.ids import CheckId
from tests.builders import CHECK, NOW, TENANT, a_check, a_participant, a_person
from tests.contract.store.conftest import Units


async def test_a_participant_comes_back_as_they_were(checked: Units) -> None:
    away = replace(
        a_participant(
            state=ParticipantState.AWAY,
            back_on=date(2026, 11, 30),
            nudge_at=NOW,
            nudges=1,
            gate_asked=True,
            note="bot blocked",
        ),
        confirmed=True,
    )

    async with checked() as uow:
        await uow.participants.add([away])

        assert await uow.participants.get(CHECK, a_person()) == away


async def test_somebody_who_was_not_asked_is_none(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([])

        assert await uow.participants.get(CHECK, a_person()) is None


async def test_adding_somebody_twice_is_stale(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([a_participant()])

        with pytest.raises(Stale):
            await uow.participants.add([a_participant("sam"), a_participant()])


async def test_a_participant_of_a_check_that_does_not_exist_is_not_found(units: Units) -> None:
    async with units() as uow:
        with pytest.raises(NotFound):
            await uow.participants.add([a_participant()])


async def test_saving_raises_the_version(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([a_participant()])

        saved = await uow.participants.save(a_participant(state=ParticipantState.ANSWERED))

        assert saved == a_participant(state=ParticipantState.ANSWERED, version=1)
        assert await uow.participants.get(CHECK, a_person()) == saved


async def test_saving_what_somebody_saved_meanwhile_is_stale(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([a_participant()])
        await uow.participants.save(a_participant(nudges=1))

        with pytest.raises(Stale):
            await uow.participants.save(a_participant(nudges=2))


async def test_the_participants_of_a_check_come_by_name(checked: Units) -> None:
    everyone = [a_participant("u3", name="Zoe"), a_participant("u1", name="ann"), a_participant("u2", name="Bea")]

    async with checked() as uow:
        await uow.participants.add(everyone)

        names = [participant.name for participant in await uow.participants.of_check(TENANT, CHECK)]
    assert names == ["ann", "Bea", "Zoe"]


async def test_a_person_is_found_in_every_check_newest_first(checked: Units) -> None:
    newer = CheckId("newer")

    async with checked() as uow:
        await uow.checks.add(a_check(check_id=newer, created_at=NOW + timedelta(hours=1)))
        await uow.participants.add([a_participant(), a_participant(check_id=newer), a_participant("sam")])

        found = await uow.participants.of_person(a_person())
    assert found == [a_participant(check_id=newer), a_participant()]


async def test_participants_are_counted_by_state(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add(
            [a_participant("a"), a_participant("b"), a_participant("c", state=ParticipantState.DECLINED)]
        )

        counts = await uow.participants.counts(TENANT, CHECK)
    assert counts == {ParticipantState.ASKED: 2, ParticipantState.DECLINED: 1}


async def test_unconfirmed_are_those_who_answered_and_have_not_said_yes(checked: Units) -> None:
    answered = a_participant("a", state=ParticipantState.ANSWERED)
    confirmed = replace(a_participant("b", state=ParticipantState.ANSWERED), confirmed=True)

    async with checked() as uow:
        await uow.participants.add([answered, confirmed, a_participant("c")])

        assert await uow.participants.unconfirmed(TENANT, CHECK) == 1


async def test_nudges_due_are_those_whose_time_has_come_the_longest_due_first(checked: Units) -> None:
    now, before = a_participant("now", nudge_at=NOW), a_participant("before", nudge_at=NOW - timedelta(hours=1))
    later, never = a_participant("later", nudge_at=NOW + timedelta(seconds=1)), a_participant("never")

    async with checked() as uow:
        await uow.participants.add([now, before, later, never])

        assert await uow.participants.nudges_due(NOW, 10) == [before, now]
        assert await uow.participants.nudges_due(NOW, 1) == [before]


async def test_the_next_nudge_is_the_earliest_of_the_open_checks(checked: Units) -> None:
    closed = a_check(check_id="closed", state=CheckState.CLOSED)

    async with checked() as uow:
        await uow.checks.add(closed)
        await uow.participants.add(
            [
                a_participant("a", nudge_at=NOW + timedelta(hours=2)),
                a_participant("b", nudge_at=NOW + timedelta(hours=1)),
                a_participant("a", check_id=closed.id, nudge_at=NOW),
            ]
        )

        assert await uow.participants.next_nudge(TENANT) == NOW + timedelta(hours=1)


async def test_without_a_nudge_to_come_there_is_no_next_one(checked: Units) -> None:
    async with checked() as uow:
        await uow.participants.add([a_participant()])

        assert await uow.participants.next_nudge(TENANT) is None
