from collections.abc import Iterator

import pytest

from tests.llm.double import Double, a_double


@pytest.fixture
def double() -> Iterator[Double]:
    with a_double() as running:
        yield running
