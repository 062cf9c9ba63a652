"""The app package is what Teams takes: manifest, two icons, in a zip."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.icons import color_icon, outline_icon
from adapters.teams.package import manifest, package
from app import main
from bot.domain.errors import BadInput
from bot.flows.verbs import VERBS

APP = "11111111-2222-3333-4444-555555555555"


def made(command: str = "/align", **given: str) -> dict[str, Any]:
    return manifest(
        APP, command, **({"organisation": "Acme", "url": "https://acme.example", "version": "1.0.0"} | given)
    )


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, ...]]]:
    """Width, height and every pixel of a PNG as we write it: one piece, no filter."""
    width, height = struct.unpack(">II", png[16:24])
    data = zlib.decompress(png[41 : 41 + struct.unpack(">I", png[33:37])[0]])
    stride = 1 + 4 * width
    rows = (data[i * stride + 1 : (i + 1) * stride] for i in range(height))
    return width, height, [tuple(row[i : i + 4]) for row in rows for i in range(0, len(row), 4)]


def test_the_bot_is_there_for_persons_teams_and_group_chats() -> None:
    (bot,) = made()["bots"]

    assert (bot["botId"], bot["scopes"]) == (APP, ["personal", "team", "groupChat"])


def test_commands_are_offered_as_they_are_typed_here() -> None:
    (bot,) = made("/hymn")["bots"]

    shared, personal = bot["commandLists"]
    titles = [command["title"] for command in shared["commands"]]
    assert titles == [f"hymn {verb.name}" for verb in VERBS]
    assert all(len(command["title"]) <= 32 and len(command["description"]) <= 128 for command in shared["commands"])
    assert (shared["scopes"], personal["scopes"]) == (["team", "groupChat"], ["personal"])
    assert personal["commands"] == [one for one in shared["commands"] if one["title"] != "hymn new-policy"]


def test_a_message_can_be_checked_from_its_menu() -> None:
    (extension,) = made()["composeExtensions"]

    (command,) = extension["commands"]
    assert extension["botId"] == APP
    assert (command["type"], command["context"], command["fetchTask"]) == ("action", ["message"], True)
    assert command["title"] == "Check this with the team"


def test_it_keeps_teams_limits() -> None:
    given = made()

    assert len(given["name"]["short"]) <= 30
    assert len(given["description"]["short"]) <= 80
    assert len(given["description"]["full"]) <= 4_000
    assert given["developer"] == {
        "name": "Acme",
        "websiteUrl": "https://acme.example",
        "privacyUrl": "https://acme.example",
        "termsOfUseUrl": "https://acme.example",
    }


def test_its_version_is_the_one_asked_for() -> None:
    assert made(version="1.2.3")["version"] == "1.2.3"


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://acme.example"},
        {"url": "https://"},
        {"url": "https://[acme"},
        {"url": "https://a b/c"},
        {"url": "https://acme.example/" + "x" * 2048},
        {"organisation": ""},
        {"organisation": "x" * 33},
        {"organisation": "A\nB"},
        {"version": "1.0"},
        {"version": "1.0.0-beta"},
        {"version": "01.0.0"},
    ],
)
def test_what_teams_would_refuse_is_told(wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput, match="--"):
        made(**wrong)


def test_the_package_is_the_same_each_time() -> None:
    packed = package(made())

    assert packed == package(made())
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json")) == made()
        assert archive.testzip() is None


def test_the_color_icon_has_a_full_ground() -> None:
    width, height, drawn = pixels(color_icon())

    assert (width, height) == (192, 192)
    assert {pixel[3] for pixel in drawn} == {255}
    assert drawn[0] == (0x17, 0x69, 0x5A, 255)
    assert (255, 255, 255, 255) in drawn


def test_the_outline_icon_is_white_on_nothing() -> None:
    width, height, drawn = pixels(outline_icon())

    assert (width, height) == (32, 32)
    assert {pixel[:3] for pixel in drawn} == {(255, 255, 255)}
    assert drawn[0][3] == 0
    assert max(pixel[3] for pixel in drawn) == 255


def test_the_command_writes_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.set_up_logging", lambda *_, **__: None)  # it would log to this test's stream from then on
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HYMNSHEET_TEAMS_APP_ID", APP)

    assert main(["teams-package", "--output", str(tmp_path / "app.zip")]) == 0

    told = capsys.readouterr().out
    assert f"Wrote {tmp_path / 'app.zip'}" in told
    assert "--url and --organisation make them yours" in told
    with zipfile.ZipFile(tmp_path / "app.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["id"] == APP


@pytest.mark.parametrize("app_id", ["", "hymnsheet"])
def test_without_the_bots_id_there_is_no_package(
    app_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.set_up_logging", lambda *_, **__: None)
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HYMNSHEET_TEAMS_APP_ID", app_id)

    assert main(["teams-package", "--output", str(tmp_path / "app.zip")]) == 2

    assert "HYMNSHEET_TEAMS_APP_ID" in capsys.readouterr().err
    assert not (tmp_path / "app.zip").exists()


def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.set_up_logging", lambda *_, **__: None)
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HYMNSHEET_TEAMS_APP_ID", APP)

    assert main(["teams-package", "--output", str(tmp_path / "no" / "app.zip")]) == 2

    assert "No such file" in capsys.readouterr().err
