"""The command line and the life of the process, as an operator meets them."""

import asyncio
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.web.config import WebConfig
from app import main
from storage.cipher import Cipher
from tests.conftest import ROOT
from tests.e2e.program import a_program


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HYMNSHEET_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path / "data"))


def test_check_config_prints_every_setting_and_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = Cipher.new_key()
    monkeypatch.setenv("HYMNSHEET_SECRET_KEYS", key)
    monkeypatch.setenv("HYMNSHEET_DATABASE_URL", "postgresql+asyncpg://hymn:s3cret@db/hymnsheet")

    assert main(["check-config"]) == 0

    printed = capsys.readouterr().out
    assert "HYMNSHEET_PORT = 3000" in printed
    assert "postgresql+asyncpg://hymn:(hidden)@db/hymnsheet" in printed
    assert key not in printed
    assert "s3cret" not in printed


@pytest.mark.parametrize(("token", "code"), [("", 2), ("xapp-1", 2), ("xoxb-1", 0)])
def test_check_config_tells_scripts_whether_a_platform_that_is_begun_can_work(
    token: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_SLACK_SIGNING_SECRET", "8f74")
    monkeypatch.setenv("HYMNSHEET_SLACK_BOT_TOKEN", token)

    assert main(["check-config"]) == code


def test_check_config_names_a_setting_that_does_not_exist(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_SLACK_APPTOKEN", "xapp-1")
    monkeypatch.setenv("HYMNSHEET_PORT", "0")

    assert main(["check-config"]) == 0

    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if "no such setting" in line] == [
        "HYMNSHEET_SLACK_APPTOKEN: there is no such setting"
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HYMNSHEET_PORT", "many", "HYMNSHEET_PORT"),
        ("HYMNSHEET_COMPARER", "oracle", "HYMNSHEET_COMPARER"),
        ("HYMNSHEET_SLACK_CHART_PNG", "yep", "HYMNSHEET_SLACK_CHART_PNG: write on or off"),
        ("HYMNSHEET_TEAMS_EMULATOR", "yep", "HYMNSHEET_TEAMS_EMULATOR: write on or off"),
        ("HYMNSHEET_COMMAND", "chant", "HYMNSHEET_COMMAND: write a /"),
        ("HYMNSHEET_COMMAND", "/Chant now", "HYMNSHEET_COMMAND: write a /"),
        ("HYMNSHEET_LIMITS_SLACK_TENANT", "many", "HYMNSHEET_LIMITS_SLACK_TENANT: write messages/seconds"),
        ("HYMNSHEET_SECRET_KEYS", "short", "32 bytes"),
        ("HYMNSHEET_DATABASE_URL", "nonsense", "database URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(
    name: str, value: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    assert main(["serve"]) == 2

    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_migrate_brings_an_empty_folder_to_this_version_and_again_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0

    assert capsys.readouterr().out.count("The database is up to date.") == 2
    assert (tmp_path / "data" / "hymnsheet.db").exists()


def test_the_key_file_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    main(["migrate"])

    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600


def test_a_start_with_another_key_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_WORKSPACE_TEAM", str(_small_team(tmp_path)))
    monkeypatch.setenv("HYMNSHEET_SECRET_KEYS", Cipher.new_key())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HYMNSHEET_PORT", str(taken.getsockname()[1]))
        main(["serve"])  # gets as far as the port, which is taken: the key is known from now on
        monkeypatch.setenv("HYMNSHEET_SECRET_KEYS", Cipher.new_key())
        capsys.readouterr()

        assert main(["serve"]) == 2

    assert "sealed with a key that is not among the secret keys" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HYMNSHEET_WORKSPACE_TEAM", str(_small_team(tmp_path)))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("HYMNSHEET_PORT", str(taken.getsockname()[1]))

        assert main(["serve"]) == 2

    assert "set HYMNSHEET_PORT to a free port" in capsys.readouterr().err


def test_compare_reports_in_the_terminal_and_on_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "report.html"
    data = ROOT / "tests" / "data"

    assert main(["compare", str(data / "sheet.yaml"), str(data / "answers.csv"), "--html", str(page)]) == 0

    assert "People per reason" in capsys.readouterr().out
    assert "<script" not in page.read_text("utf-8")


def test_compare_ends_quietly_when_nobody_reads_on() -> None:
    command = f"{sys.executable} app.py compare tests/data/sheet.yaml tests/data/answers.csv --json | head -n 1"

    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("{\n", "")


def test_compare_without_its_files_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare"]) == 2

    assert "compare SHEET ANSWERS" in capsys.readouterr().err


async def test_the_program_stops_when_asked_and_opens_again_where_it_was(tmp_path: Path) -> None:
    async with a_program(tmp_path, measured=True) as program:
        before = await program.acting_as("dana").posts("")
        assert await program.stop() == 0

        await program.start()

        assert [post["id"] for post in await program.acting_as("dana").posts("")] == [post["id"] for post in before]


async def test_a_second_program_on_the_same_data_is_refused(tmp_path: Path) -> None:
    async with a_program(tmp_path, team=_small_team(tmp_path), measured=True):
        second = await asyncio.create_subprocess_exec(
            sys.executable, "app.py", cwd=ROOT, env=os.environ | {"HYMNSHEET_PORT": "0"}, stderr=asyncio.subprocess.PIPE
        )
        _, error = await second.communicate()

    assert second.returncode == 2
    assert b"another Hymnsheet runs on" in error


async def test_a_running_installation_is_backed_up_and_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.db"
    async with a_program(tmp_path, measured=True) as program:
        before = await program.acting_as("dana").posts("")
        assert await asyncio.to_thread(main, ["backup", str(file)]) == 0
        assert await asyncio.to_thread(main, ["restore", str(file)]) == 2
        assert "another Hymnsheet runs on" in capsys.readouterr().err
        await program.acting_as("dana").commands("status")
        await program.stop()

        assert await asyncio.to_thread(main, ["restore", str(file)]) == 0
        await program.start()

        assert [post["id"] for post in await program.acting_as("dana").posts("")] == [post["id"] for post in before]
    assert "What was there is kept as" in capsys.readouterr().out


async def test_metrics_are_served_beside_the_workspace(tmp_path: Path) -> None:
    async with (
        a_program(tmp_path, team=_small_team(tmp_path), measured=True) as program,
        program.session.get(f"{program.address}metrics") as numbers,
    ):
        assert "hymnsheet_outbox_messages 0.0" in await numbers.text()


async def test_a_server_that_others_can_reach_has_no_workspace(tmp_path: Path) -> None:
    async with a_program(tmp_path, settings={"HYMNSHEET_WORKSPACE": "off"}, measured=True) as program:
        async with program.session.get(program.address) as page:
            assert page.status == 404
        async with program.session.get(f"{program.address}readyz") as probe:
            assert probe.status == 200


def test_only_loopback_has_a_workspace() -> None:
    there = {host: WebConfig(host=host, workspace="on").has_workspace for host in ("127.0.0.1", "::1", "localhost")}
    elsewhere = {
        host: WebConfig(host=host, workspace="on").has_workspace for host in ("0.0.0.0", "::", "10.0.0.7", "x")
    }

    assert set(there.values()) == {True}
    assert set(elsewhere.values()) == {False}


def test_help_names_the_commands() -> None:
    done = subprocess.run([sys.executable, "app.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert all(name in done.stdout for name in ("serve", "migrate", "compare", "check-config"))


def _small_team(folder: Path) -> Path:
    path = folder / "team.toml"
    path.write_text('[channel]\nname = "all"\n[[people]]\nuser = "m"\nrole = "manager"\n', "utf-8")
    return path
