"""An answer's translation, which comes and goes with it."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('restatements', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed_translation', sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('restatements', schema=None) as batch_op:
        batch_op.drop_column('sealed_translation')
