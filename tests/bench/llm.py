"""Quality of the language model that the settings name: `make bench-llm`. Runs the labelled data's own evaluate.py.

Refuses in one line where there is no model to ask, no key, or no data.
"""

import os
import subprocess
import sys
from pathlib import Path

from adapters.comparers.config import ComparerConfig
from tests.conftest import ROOT

TASKS = "policies_dev,sra_beetle,argkp_train_dev"
REFUSED = 2  #: exit code


def refusal(config: ComparerConfig, folder: Path) -> str | None:
    """Why it cannot run, in one line."""
    if missing := config.missing():
        return f"make bench-llm asks a real language model: {'; '.join(missing)}"
    if not (folder / "evaluate.py").is_file():
        return f"make bench-llm needs the labelled data: there is no evaluate.py in {folder}; name its folder in BENCH"
    return None


def main(folder: Path, limit: str, tasks: str = TASKS) -> int:
    if reason := refusal(ComparerConfig(), folder):
        print(reason, file=sys.stderr)
        return REFUSED
    asked = [sys.executable, "app.py", "compare", "--jsonl"]
    command = [sys.executable, str(folder / "evaluate.py"), "--only", tasks, "--limit", limit, "--", *asked]
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"HYMNSHEET_COMPARER": "openai"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), *sys.argv[2:]))
