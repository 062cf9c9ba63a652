"""`make bench-llm`, as it is typed, against the scripted endpoint."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.llm.double import Double

TASKS = "policies_dev"


def run(bench: Path, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HYMNSHEET_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.llm", str(bench), "5", TASKS],
        cwd=ROOT,
        env=kept | {"HYMNSHEET_DATA_DIR": str(folder)} | settings,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_it_asks_the_endpoint_prints_its_figures_and_ends_well(bench: Path, tmp_path: Path, double: Double) -> None:
    done = run(bench, tmp_path, OPENAI_API_KEY="k", OPENAI_BASE_URL=double.address, HYMNSHEET_OPENAI_MODEL="m")

    assert done.returncode == 0, done.stderr
    figures = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert list(figures) == [TASKS]
    assert all(figure in figures[TASKS] for figure in ("kappa", "macro_f1", "false_flag_rate", "gate_f1"))
    assert len(double.requests) > 50
    assert "stood in" not in done.stderr


def test_without_a_key_it_refuses_in_one_line_and_asks_nobody(bench: Path, tmp_path: Path, double: Double) -> None:
    done = run(bench, tmp_path, HYMNSHEET_OPENAI_MODEL="m")

    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "OPENAI_API_KEY" in line
    assert double.requests == []
