"""How much memory a process holds."""

from pathlib import Path


def resident_mib(pid: int | str = "self") -> float:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
