"""Settings of the process: where it keeps things, what seals them, how it logs."""

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import BadInput
from bot.ports.clock import IdSource

_COMMAND = re.compile(r"/[a-z0-9_-]{1,31}", re.ASCII)  #: docs.slack.dev/interactivity/implementing-slash-commands


class RuntimeConfig(BaseSettings):
    """Read once, at the start."""

    model_config = SettingsConfigDict(env_prefix="HYMNSHEET_", frozen=True, env_ignore_empty=True)

    data_dir: Path = Path("data")  #: the embedded database and the key file
    database_url: str = ""  #: empty: a SQLite file in the data folder
    replica: str = (
        ""  #: on PostgreSQL: a name that no other process has, kept over restarts; empty: a new one each time
    )
    replica_patience: float = Field(default=30.0, ge=1.0)  #: seconds without a heartbeat until a replica is given up
    secret_keys: SecretStr = SecretStr(
        ""
    )  #: Fernet keys, newest first, by commas; empty: a key file in the data folder
    command: str = "/align"  #: what people type
    log: Literal["text", "json"] = "text"

    @field_validator("command")
    @classmethod
    def _typed_as_slack_takes_it(cls, value: str) -> str:
        if _COMMAND.fullmatch(value) is None:
            raise ValueError("write a / and after it small letters, digits, - or _, at most 32 characters in all")
        return value

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'hymnsheet.db'}"

    @property
    def patience(self) -> timedelta:
        return timedelta(seconds=self.replica_patience)

    @property
    def on_server(self) -> bool:
        """On PostgreSQL, where other processes may work beside this one."""
        return not self.effective_database_url.startswith("sqlite")

    @property
    def system_database_url(self) -> str:
        """Where the work engine keeps its tables: the same database, by its synchronous driver."""
        driver, _, place = self.effective_database_url.partition("://")
        plain = f"{driver.partition('+')[0]}://{place}"
        return re.sub(r"([?&])ssl=", r"\1sslmode=", plain) if self.on_server else plain

    def executor_id(self, ids: IdSource) -> str:
        """Whose the running work is: on a file always the same process, that takes its own up again."""
        return (self.replica or ids.new()) if self.on_server else "embedded"

    def shown(self) -> Mapping[str, str]:
        """Every setting as it is in force, secrets hidden."""
        source = "HYMNSHEET_SECRET_KEYS" if self.secret_keys.get_secret_value() else str(self.key_file)
        return {
            "HYMNSHEET_DATA_DIR": str(self.data_dir),
            "HYMNSHEET_DATABASE_URL": re.sub(r"(//[^:/@]+):[^@]*@", r"\1:(hidden)@", self.effective_database_url),
            "HYMNSHEET_REPLICA": self.replica or "(a new name at each start)",
            "HYMNSHEET_REPLICA_PATIENCE": f"{self.replica_patience:g} s",
            "HYMNSHEET_SECRET_KEYS": f"(hidden) from {source}",
            "HYMNSHEET_COMMAND": self.command,
            "HYMNSHEET_LOG": self.log,
        }

    @property
    def key_file(self) -> Path:
        return self.data_dir / "secret.key"

    def prepared(self, new_key: Callable[[], str], say: Callable[[str], object]) -> list[str]:
        """The data folder is there, and these are the keys; the embedded default makes a key file and says so."""
        self.data_dir.mkdir(0o700, parents=True, exist_ok=True)
        if not self.keys():
            self.keep_key(new_key())
            say(f"Made a key file, readable by you alone: {self.key_file}. Without it, what is stored cannot be read.")
        return self.keys()

    @contextmanager
    def held(self) -> Iterator[None]:
        """The data folder is this process's own: two on one embedded database would take each other's work."""
        with (self.data_dir / "in-use.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as err:
                raise BadInput(
                    f"another Hymnsheet runs on {self.data_dir}; stop it, or set HYMNSHEET_DATA_DIR to another folder"
                ) from err
            yield

    def keys(self) -> list[str]:
        """The configured keys, or those of the key file; [] where there is none yet."""
        given = self.secret_keys.get_secret_value()
        if not given and self.key_file.exists():
            given = self.key_file.read_text("ascii")
        return [key for key in given.replace(",", " ").split() if key]

    def keep_key(self, key: str) -> None:
        """Writes the key file, readable by its owner alone."""
        descriptor = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{key}\n")
