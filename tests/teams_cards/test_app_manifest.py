"""The app's manifest, by Microsoft's own schema of it (the npm package @microsoft/app-manifest has them all)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft4Validator

from adapters.teams.package import manifest

SCHEMAS = "node_modules/@microsoft/app-manifest/build/json-schemas/teams"


def made() -> dict[str, Any]:
    return manifest(
        "1" * 8 + "-2222-3333-4444-555555555555", "/align", organisation="Ä", url="https://a.b", version="1.0.1"
    )


@pytest.fixture(scope="session")
def schema(packages: Path) -> Draft4Validator:
    """Of the version that the manifest names."""
    path = packages / SCHEMAS / f"v{made()['manifestVersion']}" / "MicrosoftTeams.schema.json"
    return Draft4Validator(json.loads(path.read_text("utf-8")))


def test_it_keeps_to_the_schema_of_the_version_it_names(schema: Draft4Validator) -> None:
    given = made()

    assert [error.message for error in schema.iter_errors(given)] == []
    assert f"/v{given['manifestVersion']}/" in given["$schema"]


BREAKS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no id": lambda given: given.pop("id"),
    "a property there is not": lambda given: given.update(commands=[]),
    "too many commands": lambda given: given["bots"][0]["commandLists"][0].update(
        commands=[{"title": str(n), "description": "x"} for n in range(13)]
    ),
    "a long name": lambda given: given["name"].update(short="x" * 31),
    "an address that is none": lambda given: given["developer"].update(websiteUrl="acme"),
    "a scope there is not": lambda given: given["bots"][0].update(scopes=["channel"]),
    "channels of another tier": lambda given: given.update(supportsChannelFeatures="tier9"),
}


@pytest.mark.parametrize("how", BREAKS)
def test_the_schema_refuses(schema: Draft4Validator, how: str) -> None:
    given = made()
    BREAKS[how](given)

    assert [*schema.iter_errors(given)]


def test_it_is_there_for_private_and_shared_channels() -> None:
    """Teams refuses a manifest from 1.25 on that is for teams and does not say so; the schema does not tell."""
    assert made()["supportsChannelFeatures"] == "tier1"
