"""Which endpoint is asked, and what is said where something is missing."""

from pathlib import Path

import pytest

from adapters.comparers import comparers
from adapters.comparers.config import ComparerConfig
from adapters.comparers.llm import LlmComparer
from app import main
from bot.domain.errors import BadInput
from tests.bench.llm import main as bench
from tests.bench.llm import refusal
from tests.conftest import ROOT
from tests.llm.double import Double

KEY = "sk-s3cret"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HYMNSHEET_OPENAI_MODEL", "HYMNSHEET_COMPARER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))


def set_up(monkeypatch: pytest.MonkeyPatch, **settings: str) -> ComparerConfig:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return ComparerConfig()


def test_with_a_key_and_a_model_it_is_named_by_model_and_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    config = set_up(monkeypatch, OPENAI_API_KEY=KEY, HYMNSHEET_OPENAI_MODEL="some-model")

    comparer = comparers(config)["openai"]()

    assert isinstance(comparer, LlmComparer)
    assert comparer.name == "openai/some-model@prompt-1"
    assert comparer.fallback.name == comparers(config)["local"]().name


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"OPENAI_API_KEY": KEY}, "HYMNSHEET_OPENAI_MODEL"),
        ({"HYMNSHEET_OPENAI_MODEL": "m"}, "OPENAI_API_KEY"),
        ({"HYMNSHEET_OPENAI_MODEL": "m", "OPENAI_BASE_URL": "localhost:8000"}, "OPENAI_BASE_URL"),
        (
            {"HYMNSHEET_OPENAI_MODEL": "m", "OPENAI_API_KEY": KEY, "HYMNSHEET_OPENAI_MAX_COST_PER_CHECK": "2"},
            "HYMNSHEET_OPENAI_PRICE_IN",
        ),
    ],
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str) -> None:
    config = set_up(monkeypatch, **settings)

    with pytest.raises(BadInput, match=said):
        comparers(config)["openai"]()


def test_an_endpoint_of_ones_own_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    config = set_up(monkeypatch, OPENAI_BASE_URL="http://127.0.0.1:8000/v1", HYMNSHEET_OPENAI_MODEL="m")

    assert config.missing() == []


def test_check_config_names_what_is_missing_and_hides_the_key(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(monkeypatch, HYMNSHEET_COMPARER="openai", OPENAI_API_KEY=KEY)

    assert main(["check-config"]) == 0

    printed = capsys.readouterr().out
    assert "OPENAI_API_KEY = (hidden)" in printed
    assert "Comparer = HYMNSHEET_OPENAI_MODEL is missing" in printed
    assert KEY not in printed


def test_a_start_without_a_model_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(monkeypatch, HYMNSHEET_COMPARER="openai")

    assert main(["serve"]) == 2

    assert "HYMNSHEET_OPENAI_MODEL is missing" in capsys.readouterr().err.splitlines()[-1]


def test_the_command_line_compares_with_the_comparer_that_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], double: Double
) -> None:
    set_up(monkeypatch, HYMNSHEET_COMPARER="openai", HYMNSHEET_OPENAI_MODEL="m", OPENAI_BASE_URL=double.address)

    assert main(["compare", str(ROOT / "tests/data/sheet.yaml"), str(ROOT / "tests/data/answers.csv")]) == 0

    assert "openai/m@prompt-1" in capsys.readouterr().out
    assert double.requests


def test_the_benchmark_refuses_in_one_line_without_a_key_and_without_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench(tmp_path, "1") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "OPENAI_API_KEY" in line

    config = set_up(monkeypatch, OPENAI_API_KEY=KEY, HYMNSHEET_OPENAI_MODEL="m")
    assert "evaluate.py" in str(refusal(config, tmp_path))
