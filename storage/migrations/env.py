"""Alembic's entry: runs on the connection, and inside the transaction, that storage.migrate gives it."""

from alembic import context

from storage.migrate import ours
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
