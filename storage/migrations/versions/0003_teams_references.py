"""Where people and channels of Teams can be written to."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('teams_references',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('service_url', sa.String(), nullable=False),
    sa.Column('conversation', sa.String(), nullable=False),
    sa.Column('account', sa.String(), nullable=False),
    sa.Column('roster', sa.String(), nullable=False),
    sa.Column('locale', sa.String(), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', 'kind', 'place', name=op.f('pk_teams_references'))
    )
    with op.batch_alter_table('teams_references', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_teams_references_tenant_id_seen_at'), ['tenant_id', 'seen_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('teams_references', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_teams_references_tenant_id_seen_at'))

    op.drop_table('teams_references')
