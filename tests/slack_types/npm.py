"""The npm packages that describe and draw Slack's blocks, in a folder that git does not see."""

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
FILES = ("package.json", "known.ts", "make_schema.mjs", "draw.mjs")
SECONDS = 300


def installed() -> Path:
    """The folder with the packages of package.json and our scripts beside them; CalledProcessError where npm fails."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "installing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes at once
        _install()
    return CACHE


def _install() -> None:
    wanted, kept = HERE / "package.json", CACHE / "package.json"
    fresh = kept.is_file() and kept.read_bytes() == wanted.read_bytes() and (CACHE / "node_modules").is_dir()
    if not fresh:
        kept.write_bytes(wanted.read_bytes())
        command = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--silent"]
        subprocess.run(command, cwd=CACHE, check=True, timeout=SECONDS)
    for name in FILES:
        if not (CACHE / name).is_file() or (CACHE / name).read_bytes() != (HERE / name).read_bytes():
            shutil.copyfile(HERE / name, CACHE / name)  # not over what another process reads just now


def schema() -> Path:
    """The JSON Schema of Slack's types, made anew."""
    folder = installed()
    out = folder / f"schema-{os.getpid()}.json"
    subprocess.run(["node", "make_schema.mjs", str(out)], cwd=folder, check=True, timeout=SECONDS)
    return out
