"""The team a channel is in, beside the list of its own members."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('teams_references', schema=None) as batch_op:
        batch_op.add_column(sa.Column('team', sa.String(), nullable=False, server_default=''))
    op.execute("UPDATE teams_references SET team = roster, roster = place WHERE kind = 'channel' AND roster <> place")


def downgrade() -> None:
    op.execute("UPDATE teams_references SET roster = team WHERE kind = 'channel' AND team <> ''")
    with op.batch_alter_table('teams_references', schema=None) as batch_op:
        batch_op.drop_column('team')
