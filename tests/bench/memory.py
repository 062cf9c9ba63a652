"""How much memory a process holds."""

from pathlib import Path


def resident_mib(pid: int | str = "self") -> float:
    return _mib(pid, "VmRSS")


def peak_mib(pid: int | str = "self") -> float:
    """The most it has held so far."""
    return _mib(pid, "VmHWM")


def _mib(pid: int | str, name: str) -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(name))) / 1024
