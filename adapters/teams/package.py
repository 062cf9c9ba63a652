"""The command `teams-package`: the app as the zip that Teams' administrators upload."""

import argparse
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.icons import color_icon, outline_icon
from bot.domain.errors import BadInput
from bot.flows.verbs import VERBS
from bot.messages.catalogue import FALLBACK, catalogue
from bot.messages.lengths import one_line

FILE = Path(__file__).parent / "manifest.json"
MAX_COMMANDS = 12  #: in a list
MAX_URL = 2048
MAX_TITLE = 32
MAX_DESCRIPTION = 128
MAX_NAME = 32
_PERSONAL, _SHARED_ALONE = "personal", "new-policy"  #: it has to know whom to ask
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_VERSION = re.compile(r"(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}")
_URL = "https://example.org"
_WHEN = (1980, 1, 1, 0, 0, 0)  #: the first moment a zip can tell: the same input makes the same bytes


def add_package(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to a parser's others."""
    parser = commands.add_parser("teams-package", help="write the app package to upload to Teams")
    parser.add_argument("--output", metavar="FILE", type=Path, default=Path("hymnsheet-teams.zip"))
    parser.add_argument("--organisation", metavar="NAME", default="Hymnsheet", help="who runs it, as Teams shows it")
    parser.add_argument("--url", metavar="URL", default=_URL, help="your page about it, with privacy and terms of use")
    parser.add_argument(
        "--version", metavar="X.Y.Z", default="1.0.0", help="higher than that of the package uploaded before"
    )


def run_package(given: argparse.Namespace, app_id: str, command: str) -> int:
    """Writes the package; returns the exit code. Raises BadInput."""
    described = manifest(app_id, command, organisation=given.organisation.strip(), url=given.url, version=given.version)
    packed = package(described)
    try:
        given.output.write_bytes(packed)
    except OSError as err:
        raise BadInput(f"{given.output}: {err.strerror}") from err
    if given.url == _URL:
        print(f"Its links lead to {_URL}: --url and --organisation make them yours.")  # noqa: T201 (a command tells on stdout)
    print(f"Wrote {given.output}. Upload it in Teams: Apps → Manage your apps → Upload an app.")  # noqa: T201 (the same)
    return 0


def manifest(app_id: str, command: str, *, organisation: str, url: str, version: str) -> dict[str, Any]:
    """The manifest for this bot, with the commands people type here."""
    if not _GUID.fullmatch(app_id):
        raise BadInput("HYMNSHEET_TEAMS_APP_ID is the app id of the Azure bot: 8-4-4-4-12 hexadecimal digits")
    if not _address(url):
        raise BadInput(f"--url is an address that begins with https://, of at most {MAX_URL} characters")
    if not (0 < len(organisation) <= MAX_NAME and organisation.isprintable()):
        raise BadInput(f"--organisation has 1 to {MAX_NAME} characters on one line")
    if not _VERSION.fullmatch(version):
        raise BadInput("--version is three numbers, as in 1.0.1")
    values = {"app_id": app_id.lower(), "organisation": organisation, "url": url, "version": version}
    filled = _filled(json.loads(FILE.read_text("utf-8")), values)
    (bot,) = filled["bots"]
    begin = f"{command.lstrip('/')} {_SHARED_ALONE}"
    bot["commandLists"] = [
        {"scopes": [scope for scope in bot["scopes"] if scope != _PERSONAL], "commands": _commands(command)},
        {"scopes": [_PERSONAL], "commands": [one for one in _commands(command) if one["title"] != begin]},
    ]
    return dict(filled)


def package(described: dict[str, Any]) -> bytes:
    """The zip, byte for byte the same for the same manifest."""
    files = {
        "manifest.json": json.dumps(described, ensure_ascii=False, indent=2).encode(),
        "color.png": color_icon(),
        "outline.png": outline_icon(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), content)
    return packed.getvalue()


def _address(url: str) -> bool:
    try:
        given = urlsplit(url)
    except ValueError:
        return False
    unseen = any(char.isspace() or not char.isprintable() for char in url)
    return given.scheme == "https" and bool(given.hostname) and len(url) <= MAX_URL and not unseen


def _filled(value: Any, values: dict[str, str]) -> Any:
    """The template with its {placeholders} replaced; each of them is a whole string."""
    if isinstance(value, dict):
        return {key: _filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    return values.get(value[1:-1], value) if isinstance(value, str) and value[:1] == "{" else value


def _commands(command: str) -> list[dict[str, str]]:
    """What Teams offers while one types: the first verbs, and help."""
    listed = VERBS if len(VERBS) <= MAX_COMMANDS else (*VERBS[: MAX_COMMANDS - 1], VERBS[-1])
    texts = catalogue(FALLBACK)
    return [
        {
            "title": f"{command.lstrip('/')} {verb.name}"[:MAX_TITLE],
            "description": one_line(texts(f"verb.{verb.name}"), MAX_DESCRIPTION),
        }
        for verb in listed
    ]
