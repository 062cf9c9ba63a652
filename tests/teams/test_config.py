"""When Teams is on, and what is said where it is not."""

from pathlib import Path

import pytest

from adapters.teams.authenticate import Authenticator
from adapters.teams.config import TeamsConfig
from adapters.teams.credentials import by_secret
from adapters.teams.edge import TenantGuard
from adapters.teams.keys import SigningKeys
from adapters.teams.run import outbound
from app import main
from storage.engine import make_engine
from storage.references import SqlReferences
from tests.fakes import SetClock
from tests.teams.organisation import APP, SECRET, TENANT

WHOLE = {"app_id": APP, "app_password": SECRET, "tenant_id": TENANT}


def config(**given: object) -> TeamsConfig:
    return TeamsConfig.model_validate(given)


@pytest.mark.parametrize(
    ("given", "opens"), [({}, True), ({"emulator": "1"}, False), ({"emulator": "1", "dialogs": "1"}, True)]
)
def test_dialogs_are_opened_but_for_an_emulator(given: dict[str, str], opens: bool) -> None:
    assert config(**given).opens_dialogs is opens
    assert config(**given).shown()["HYMNSHEET_TEAMS_DIALOGS"] == ("1" if opens else "0")
    assert not config(**(given | {"dialogs": "0"})).opens_dialogs


def test_with_nothing_set_it_is_off_and_says_nothing() -> None:
    assert not config().configured
    assert config().missing() == []
    assert config().shown()["Teams"] == "off"


@pytest.mark.parametrize("name", WHOLE)
def test_with_one_of_the_three_missing_it_is_off_and_names_it(name: str) -> None:
    given = config(**{each: value for each, value in WHOLE.items() if each != name})

    assert not given.configured
    assert given.missing() == [f"HYMNSHEET_TEAMS_{name.upper()} is missing"]
    assert given.shown()["Teams"] == f"HYMNSHEET_TEAMS_{name.upper()} is missing"


def test_with_all_three_it_is_on_and_the_secret_is_hidden() -> None:
    assert config(**WHOLE).configured
    assert "secret" not in config(**WHOLE).shown().values()
    assert config(**WHOLE).shown()["Teams"] == "on"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"app_id": "abc8Q~the-secret"}, ["APP_ID is no id"]),
        ({"app_password": APP}, ["APP_PASSWORD holds an id"]),
        ({"app_id": "abc8Q~the-secret", "app_password": APP}, ["APP_ID is no id", "APP_PASSWORD holds an id"]),
        ({"tenant_id": "acme.onmicrosoft.com"}, ["TENANT_ID is no id"]),
        ({"tenant_id": APP}, ["are the same"]),
        ({"app_id": "…", "tenant_id": "…"}, ["APP_ID is no id", "TENANT_ID is no id"]),
        *(
            ({"app_password": no}, ["APP_PASSWORD is no secret"])
            for no in ("…", f'"{SECRET}"', f"{SECRET[:9]} {SECRET}")
        ),
        ({"app_password": "changeme"}, ["APP_PASSWORD is no secret"]),
        ({"app_password": "", "managed_identity": "1", "tenant_id": "acme"}, ["TENANT_ID is no id"]),
    ],
)
def test_what_is_given_in_the_wrong_place_is_named(given: dict[str, str], says: list[str]) -> None:
    read = config(**(WHOLE | given))

    assert len(read.mistaken()) == len(says)
    assert all(what in read.shown()["Teams"] for what in says)


def test_a_secret_in_the_place_of_an_id_stays_hidden() -> None:
    shown = config(app_id="abc8Q~the-secret", tenant_id="xyz8Q~the-secret").shown()

    assert "8q~" not in str(shown).lower()


def test_ids_are_taken_as_microsoft_writes_them() -> None:
    read = config(app_id=f" {APP.upper()}", tenant_id=f"{TENANT.upper()}\n", app_password=SECRET)

    assert (read.app_id, read.tenant_id) == (APP, TENANT)
    assert read.mistaken() == []


def test_the_check_ends_badly_where_something_is_in_the_wrong_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HYMNSHEET_DATA_DIR", str(tmp_path))
    for name, value in (WHOLE | {"tenant_id": "acme.onmicrosoft.com"}).items():
        monkeypatch.setenv(f"HYMNSHEET_TEAMS_{name.upper()}", value)

    assert main(["check-config"]) == 2
    assert "Teams = HYMNSHEET_TEAMS_TENANT_ID is no id" in capsys.readouterr().out


def test_the_emulator_needs_nothing_else_and_is_called_open() -> None:
    assert config(emulator=True).configured
    assert "unsigned" in config(emulator=True).shown()["Teams"]
    assert config(emulator=True, app_id="app").mistaken() == []


async def test_a_sending_side_is_never_built_without_id_secret_and_tenant(tmp_path: Path) -> None:
    references = SqlReferences(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}"))

    with pytest.raises(ValueError, match="authentication off"):
        outbound(config(app_id="app"), references, SetClock())


def test_a_guard_without_a_tenant_is_never_built() -> None:
    authenticator = Authenticator(by_secret("a", "s", "t"), SigningKeys("https://example.invalid/keys"))

    with pytest.raises(ValueError, match="every organisation"):
        TenantGuard(authenticator, "")


def test_the_emulator_is_refused_on_a_server_that_is_reachable_from_outside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name, value in {"TEAMS_EMULATOR": "1", "HOST": "0.0.0.0", "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(f"HYMNSHEET_{name}", value)

    assert main(["check-config"]) == 2
    assert "HYMNSHEET_TEAMS_EMULATOR" in capsys.readouterr().err
