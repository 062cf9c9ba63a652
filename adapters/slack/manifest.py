"""The app manifest, with the command people type here."""

from pathlib import Path

FILE = Path(__file__).parent / "manifest.yaml"
_COMMAND = "/align"  #: as the file has it


def manifest(command: str) -> str:
    return FILE.read_text("utf-8").replace(_COMMAND, command)
