from datetime import UTC, datetime, timedelta

import pytest

from adapters.runtime.clock import MovableClock, SystemClock, SystemIds
from bot.ports.clock import Clock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class SetClock(Clock):
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_movable_clock_starts_at_its_offset_and_runs_with_its_base() -> None:
    base = SetClock(NOON)
    clock = MovableClock(base, timedelta(hours=2))

    base.moment += timedelta(minutes=5)

    assert clock.now() == NOON + timedelta(hours=2, minutes=5)


def test_advancing_adds_to_the_offset() -> None:
    clock = MovableClock(SetClock(NOON), timedelta(hours=2))

    offset = clock.advance(timedelta(hours=1))

    assert offset == clock.offset == timedelta(hours=3)
    assert clock.now() == NOON + timedelta(hours=3)


def test_a_movable_clock_moves_to_a_moment_ahead() -> None:
    clock = MovableClock(SetClock(NOON))

    offset = clock.move_to(NOON + timedelta(days=1))

    assert offset == timedelta(days=1)
    assert clock.now() == NOON + timedelta(days=1)


def test_moving_to_a_moment_already_past_changes_nothing() -> None:
    clock = MovableClock(SetClock(NOON), timedelta(hours=2))

    clock.move_to(NOON + timedelta(hours=1))

    assert clock.now() == NOON + timedelta(hours=2)


def test_a_step_back_is_refused() -> None:
    clock = MovableClock(SetClock(NOON), timedelta(hours=2))

    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))

    assert clock.offset == timedelta(hours=2)


def test_ids_are_32_hexadecimal_digits_of_uuid_version_7() -> None:
    new = SystemIds(SetClock(NOON)).new()

    assert len(new) == 32
    assert set(new) <= set("0123456789abcdef")
    assert (new[12], new[16]) in {("7", variant) for variant in "89ab"}
    assert datetime.fromtimestamp(int(new[:12], 16) / 1000, UTC) == NOON


def test_ids_of_one_millisecond_differ_and_sort_in_the_order_of_making() -> None:
    ids = SystemIds(SetClock(NOON))

    made = [ids.new() for _ in range(1_000)]

    assert made == sorted(set(made))


def test_ids_keep_rising_when_the_clock_steps_back() -> None:
    clock = SetClock(NOON)
    ids = SystemIds(clock)
    before = ids.new()

    clock.moment -= timedelta(hours=1)

    assert ids.new() > before
