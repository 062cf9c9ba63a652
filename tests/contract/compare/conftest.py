"""The comparers the contract holds for, by name: every registered one, and the fake that other tests use."""

from collections.abc import Iterator

import pytest

from adapters.comparers import COMPARERS, comparers
from adapters.comparers.config import ComparerConfig
from bot.ports.compare import Comparer
from tests.fakes_compare import FakeComparer
from tests.llm.double import a_double
from tests.llm.making import a_comparer


@pytest.fixture(scope="module", params=sorted({*COMPARERS, "fake"}))
def comparer(request: pytest.FixtureRequest) -> Iterator[Comparer]:
    """`openai` asks a scripted endpoint."""
    if request.param == "openai":
        with a_double() as double:
            yield a_comparer(double)
    else:
        yield FakeComparer() if request.param == "fake" else comparers(ComparerConfig())[request.param]()
