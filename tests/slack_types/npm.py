"""The npm packages that describe and draw Slack's blocks, in a folder that git does not see."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from tests.conftest import REQUIRED

T = TypeVar("T")

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
FILES = ("package.json", "known.ts", "make_schema.mjs", "draw.mjs")
SECONDS = 300


def installed(home: Path = HERE, files: Sequence[str] = FILES) -> Path:
    """The folder with the packages of package.json and our scripts beside them; CalledProcessError where npm fails."""
    cache = home / CACHE.name
    cache.mkdir(exist_ok=True)
    with (cache / "installing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes at once
        _install(home, cache, files)
    return cache


def _install(home: Path, cache: Path, files: Sequence[str]) -> None:
    wanted, kept = home / "package.json", cache / "package.json"
    fresh = kept.is_file() and kept.read_bytes() == wanted.read_bytes() and (cache / "node_modules").is_dir()
    if not fresh:
        kept.write_bytes(wanted.read_bytes())
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=cache, check=True, timeout=SECONDS)
    for name in files:
        if not (cache / name).is_file() or (cache / name).read_bytes() != (home / name).read_bytes():
            shutil.copyfile(home / name, cache / name)  # not over what another process reads just now


def schema() -> Path:
    """The JSON Schema of Slack's types, made anew."""
    folder = installed()
    out = folder / f"schema-{os.getpid()}.json"
    subprocess.run(["node", "make_schema.mjs", str(out)], cwd=folder, check=True, timeout=SECONDS)
    return out


def brought(what: str, bring: Callable[[], T]) -> T:
    """What npm brings; where it cannot, the test is skipped, or fails where node is required."""
    how = f"npm could not bring {what}"
    if shutil.which("node") is None or shutil.which("npm") is None:
        how = "install Debian's packages nodejs and npm"
    else:
        try:
            return bring()
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as err:
            how = f"{how}: {err}"
    if "node" in REQUIRED:
        pytest.fail(f"node is required here and missing: {how}")
    pytest.skip(f"node is not here: {how}")
