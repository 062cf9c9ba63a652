"""What is known of a message's earlier tries, and the ledger by state."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('attempted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('doubt_since', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('resent', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(batch_op.f('ix_deliveries_state_made_at'), ['state', 'made_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_state_made_at'))
        batch_op.drop_column('resent')
        batch_op.drop_column('doubt_since')
        batch_op.drop_column('attempted_at')
