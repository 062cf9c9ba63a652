"""What a language model worded for a check."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('wordings',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('check_id', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('sealed_words', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'check_id'], ['checks.tenant_id', 'checks.id'], name=op.f('fk_wordings_checks')),
    sa.PrimaryKeyConstraint('tenant_id', 'check_id', 'key', name=op.f('pk_wordings'))
    )


def downgrade() -> None:
    op.drop_table('wordings')
