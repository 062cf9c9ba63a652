"""Alembic's entry: runs on the connection, and inside the transaction, that storage.migrate gives it."""

from alembic import context

from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    # The work engine keeps its tables in the same file; they are not ours to compare or to drop.
    include_name=lambda name, kind, _: kind != "table" or name in metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
