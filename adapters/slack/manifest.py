"""The app manifest, with the command people type here and the permissions that the settings need."""

from pathlib import Path

from adapters.slack.oauth import FILES_SCOPE

FILE = Path(__file__).parent / "manifest.yaml"
_COMMAND = "/align"  #: as the file has it
_AFTER_SCOPES = "\n    # Whoever installs"  #: what follows the list of those asked for


def manifest(command: str, *, files: bool = False) -> str:
    """`files`: it may upload some."""
    text = FILE.read_text("utf-8").replace(_COMMAND, command)
    return text.replace(_AFTER_SCOPES, f"\n      - {FILES_SCOPE}{_AFTER_SCOPES}") if files else text
