from adapters.runtime.engine import ATTEMPTS, backoff


def test_the_wait_doubles_after_each_failure_up_to_a_minute() -> None:
    waits = [backoff(failures).total_seconds() for failures in range(1, ATTEMPTS)]

    assert waits == [1, 2, 4, 8, 16, 32, 60]
