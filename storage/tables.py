"""Every table of ours. The engine keeps its own beside them in the same SQLite file (workflow_status, queues, …).

A `sealed_` column holds a token of `Cipher`. What stays plain is what look-ups need: ids, times, states, and a
sheet's slug, which is derived from its title.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    false,
)

from storage.types import Duration, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Facts of the whole database: the key check.
meta = Table(
    "meta",
    metadata,
    Column("name", String, nullable=False),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("name"),
)

sheets = Table(
    "sheets",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("slug", String, nullable=False),
    Column("author", String, nullable=False),
    Column("language", String, nullable=False),
    Column("effective_on", Date),
    Column("sealed_text", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id", "version"),
    UniqueConstraint("tenant_id", "slug", "version"),
)

checks = Table(
    "checks",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("id", String, nullable=False),
    Column("sheet_id", String, nullable=False),
    Column("sheet_version", Integer, nullable=False),
    Column("manager", String, nullable=False),
    Column("manager_name", String, nullable=False),
    Column("manager_zone", String, nullable=False),
    Column("manager_locale", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("visibility", String, nullable=False),
    Column("open_for", Duration, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("audience", JSON, nullable=False),
    Column("leads", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("opened_at", UtcDateTime),
    Column("deadline_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    ForeignKeyConstraint(
        ["tenant_id", "sheet_id", "sheet_version"], ["sheets.tenant_id", "sheets.id", "sheets.version"]
    ),
    Index(None, "due_at"),
    Index(None, "tenant_id", "state"),
)

participants = Table(
    "participants",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("user_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("state", String, nullable=False),
    Column("deadline_at", UtcDateTime, nullable=False),
    Column("back_on", Date),
    Column("nudge_at", UtcDateTime),
    Column("nudges", Integer, nullable=False),
    Column("gate_asked", Boolean, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("note", String, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id", "check_id", "user_id"),
    ForeignKeyConstraint(["tenant_id", "check_id"], ["checks.tenant_id", "checks.id"]),
    Index(None, "nudge_at"),
    Index(None, "tenant_id", "user_id"),
)

#: An answer and what was heard in it: they come and go together.
restatements = Table(
    "restatements",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("id", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("user_id", String, nullable=False),
    Column("quotable", Boolean, nullable=False),
    Column("submitted_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("gated", Boolean, nullable=False),
    Column("sealed_words", LargeBinary, nullable=False),
    Column("comparer", String),
    Column("coded_revision", Integer),
    Column("confirmed_at", UtcDateTime),
    Column("sealed_read_back", LargeBinary),
    Column("sealed_translation", LargeBinary),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "check_id", "round", "user_id"),
    ForeignKeyConstraint(["tenant_id", "check_id"], ["checks.tenant_id", "checks.id"]),
)

reports = Table(
    "reports",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("comparer", String, nullable=False),
    Column("themes", JSON, nullable=False),
    Column("cause", String, nullable=False),
    Column("sealed_headline", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "check_id", "round", "version"),
    ForeignKeyConstraint(["tenant_id", "check_id"], ["checks.tenant_id", "checks.id"]),
)

#: The ledger. No foreign key to checks: what was sent stays on record.
deliveries = Table(
    "deliveries",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("to_person", String, nullable=False),
    Column("to_channel", String, nullable=False),
    Column("args", JSON, nullable=False),
    Column("updates", String),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("note", String, nullable=False),
    Column("ref", JSON(none_as_null=True)),
    Column("made_at", UtcDateTime),
    Column("attempted_at", UtcDateTime),
    Column("doubt_since", UtcDateTime),
    Column("resent", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("id"),
    UniqueConstraint("tenant_id", "key"),
    Index(None, "tenant_id", "check_id", "state"),
    Index(None, "state", "made_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("event_key", String, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("tenant_id", "event_key"),
)

#: One row for each board: its counter of changes, and how far its clock was moved.
boards = Table(
    "boards",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("clock_offset", Duration, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

posts = Table(
    "posts",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("conversation", String, nullable=False),
    Column("author", String, nullable=False),
    Column("sealed_body", LargeBinary, nullable=False),
    Column("posted_at", UtcDateTime, nullable=False),
    Column("key", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
    PrimaryKeyConstraint("tenant_id", "id"),
    UniqueConstraint("tenant_id", "key"),
    Index(None, "tenant_id", "conversation", "changed"),
)

#: Where the product is installed: one row a workspace.
installations = Table(
    "installations",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("team_id", String, nullable=False),
    Column("team_name", String, nullable=False),
    Column("enterprise_id", String, nullable=False),
    Column("bot_user", String, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("sealed_tokens", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("installed_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("tenant_id"),
)

#: Installing begun and not ended: whose workspace it is for is not known yet.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("state"),
    Index(None, "expires_at"),
)

#: The processes at work on this database.
replicas = Table(
    "replicas",
    metadata,
    Column("id", String, nullable=False),
    Column("beat_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("id"),
)

#: Where people and channels of Teams can be written to: one row each, as its events said so far.
teams_references = Table(
    "teams_references",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("place", String, nullable=False),
    Column("service_url", String, nullable=False),
    Column("conversation", String, nullable=False),
    Column("account", String, nullable=False),
    Column("roster", String, nullable=False),
    Column("team", String, nullable=False, server_default=""),
    Column("locale", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("tenant_id", "kind", "place"),
    Index(None, "tenant_id", "seen_at"),
)

#: Tokens each check has used of a language model. No foreign key to checks: what was spent stays on record.
spending = Table(
    "spending",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    PrimaryKeyConstraint("tenant_id", "check_id"),
)

#: What a language model worded for a check: remarks on its draft, other ways to explain a reason.
wordings = Table(
    "wordings",
    metadata,
    Column("tenant_id", String, nullable=False),
    Column("check_id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("sealed_words", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tenant_id", "check_id", "key"),
    ForeignKeyConstraint(["tenant_id", "check_id"], ["checks.tenant_id", "checks.id"]),
)
