"""The house's own rules, where no linter holds them."""

import re
import subprocess

import pytest

from adapters.comparers import COMPARERS
from adapters.comparers.config import ComparerConfig
from adapters.runtime.config import RuntimeConfig
from adapters.runtime.pacing import PaceConfig
from adapters.slack.config import SlackConfig
from adapters.teams.config import TeamsConfig
from adapters.web.config import WebConfig
from bot.flows.verbs import VERBS
from tests.conftest import ROOT

LONGEST_FILE = 300
README = ROOT / "README.md"


def _tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def test_no_file_of_the_product_is_longer_than_300_lines() -> None:
    lines = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in _tracked("*.py", "*.js", "*.css")}

    assert {name: n for name, n in lines.items() if n > LONGEST_FILE} == {}


def test_readme_lists_every_verb_as_it_is_used() -> None:
    listed = re.findall(r"^\| `/align ([^`]+)` \|", README.read_text("utf-8").replace("\\|", "|"), re.MULTILINE)

    assert listed == [verb.usage for verb in VERBS]


def test_readme_names_every_setting() -> None:
    settings = {
        str(field.validation_alias or f"{config.model_config['env_prefix']}{name.upper()}")
        for config in (RuntimeConfig, WebConfig, ComparerConfig, SlackConfig, TeamsConfig, PaceConfig)
        for name, field in config.model_fields.items()
    }

    listed = set(re.findall(r"^\| `((?:HYMNSHEET|OPENAI)_[A-Z_]+)` \|", README.read_text("utf-8"), re.MULTILINE))

    assert listed == settings


def test_readme_names_every_comparer() -> None:
    text = README.read_text("utf-8")

    assert [name for name in COMPARERS if f"`{name}`" not in text] == []


def test_every_link_and_picture_of_the_documents_is_there() -> None:
    missing = [
        (name, link)
        for name in _tracked("*.md")
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text("utf-8"))
        if not (ROOT / name).parent.joinpath(link).exists()
    ]

    assert missing == []


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_locks_carry_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    assert "--hash=sha256:" in text
    assert not re.search(r"https?:|index-url", text)


def test_nothing_but_the_composition_root_reads_the_environment() -> None:
    readers = [
        name
        for name in _tracked("bot/*.py", "adapters/*.py", "storage/*.py")
        if re.search(r"os\.(environ|getenv)", (ROOT / name).read_text("utf-8"))
    ]

    assert readers == []
