"""Reads a text file that somebody named, or says in one line why not."""

from pathlib import Path

from bot.domain.errors import BadInput


def read_text(path: Path, most_bytes: int) -> str:
    """The file's text, a byte order mark left out. Raises BadInput; a file that is too large is not opened at all."""
    try:
        size = path.stat().st_size
        if path.is_file() and size > most_bytes:
            raise BadInput(f"{path.name}: {size / 1e6:.0f} MB are too many; at most {most_bytes / 1e6:.0f} MB are read")
        data = path.read_bytes()
    except (OSError, ValueError) as err:
        reason = err.strerror if isinstance(err, OSError) and err.strerror else "not a file name"
        raise BadInput(f"{path}: cannot be read ({reason.lower()})") from err
    if not data.strip():
        raise BadInput(f"{path.name}: the file is empty")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise BadInput(
            f"{path.name}: not in UTF-8 (byte {err.start + 1}); save it again with the encoding UTF-8"
        ) from err
