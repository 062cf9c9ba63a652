"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('boards',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('changed', sa.BigInteger(), nullable=False),
    sa.Column('clock_offset', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', name=op.f('pk_boards'))
    )
    op.create_table('deliveries',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('check_id', sa.String(), nullable=False),
    sa.Column('to_person', sa.String(), nullable=False),
    sa.Column('to_channel', sa.String(), nullable=False),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('updates', sa.String(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('ref', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('id', name=op.f('uq_deliveries_id')),
    sa.UniqueConstraint('tenant_id', 'key', name=op.f('uq_deliveries_tenant_id_key'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliveries_tenant_id_check_id_state'), ['tenant_id', 'check_id', 'state'], unique=False)

    op.create_table('inbox',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('event_key', sa.String(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', 'event_key', name=op.f('pk_inbox'))
    )
    op.create_table('meta',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('value', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_meta'))
    )
    op.create_table('posts',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('conversation', sa.String(), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('sealed_body', sa.LargeBinary(), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_posts')),
    sa.UniqueConstraint('tenant_id', 'key', name=op.f('uq_posts_tenant_id_key'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_posts_tenant_id_conversation_changed'), ['tenant_id', 'conversation', 'changed'], unique=False)

    op.create_table('sheets',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(), nullable=False),
    sa.Column('author', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=True),
    sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('tenant_id', 'id', 'version', name=op.f('pk_sheets')),
    sa.UniqueConstraint('tenant_id', 'slug', 'version', name=op.f('uq_sheets_tenant_id_slug_version'))
    )
    op.create_table('checks',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('sheet_id', sa.String(), nullable=False),
    sa.Column('sheet_version', sa.Integer(), nullable=False),
    sa.Column('manager', sa.String(), nullable=False),
    sa.Column('manager_name', sa.String(), nullable=False),
    sa.Column('manager_zone', sa.String(), nullable=False),
    sa.Column('manager_locale', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('visibility', sa.String(), nullable=False),
    sa.Column('open_for', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('audience', sa.JSON(), nullable=False),
    sa.Column('leads', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'sheet_id', 'sheet_version'], ['sheets.tenant_id', 'sheets.id', 'sheets.version'], name=op.f('fk_checks_sheets')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_checks'))
    )
    with op.batch_alter_table('checks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checks_due_at'), ['due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_checks_tenant_id_state'), ['tenant_id', 'state'], unique=False)

    op.create_table('participants',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('check_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('time_zone', sa.String(), nullable=False),
    sa.Column('locale', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('deadline_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('back_on', sa.Date(), nullable=True),
    sa.Column('nudge_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('nudges', sa.Integer(), nullable=False),
    sa.Column('gate_asked', sa.Boolean(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'check_id'], ['checks.tenant_id', 'checks.id'], name=op.f('fk_participants_checks')),
    sa.PrimaryKeyConstraint('tenant_id', 'check_id', 'user_id', name=op.f('pk_participants'))
    )
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participants_nudge_at'), ['nudge_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_participants_tenant_id_user_id'), ['tenant_id', 'user_id'], unique=False)

    op.create_table('reports',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('check_id', sa.String(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('comparer', sa.String(), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('sealed_headline', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['tenant_id', 'check_id'], ['checks.tenant_id', 'checks.id'], name=op.f('fk_reports_checks')),
    sa.PrimaryKeyConstraint('tenant_id', 'check_id', 'round', 'version', name=op.f('pk_reports'))
    )
    op.create_table('restatements',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('check_id', sa.String(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.String(), nullable=False),
    sa.Column('quotable', sa.Boolean(), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('gated', sa.Boolean(), nullable=False),
    sa.Column('sealed_words', sa.LargeBinary(), nullable=False),
    sa.Column('comparer', sa.String(), nullable=True),
    sa.Column('coded_revision', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sealed_read_back', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['tenant_id', 'check_id'], ['checks.tenant_id', 'checks.id'], name=op.f('fk_restatements_checks')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_restatements')),
    sa.UniqueConstraint('tenant_id', 'check_id', 'round', 'user_id', name=op.f('uq_restatements_tenant_id_check_id_round_user_id'))
    )


def downgrade() -> None:
    op.drop_table('restatements')
    op.drop_table('reports')
    with op.batch_alter_table('participants', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participants_tenant_id_user_id'))
        batch_op.drop_index(batch_op.f('ix_participants_nudge_at'))

    op.drop_table('participants')
    with op.batch_alter_table('checks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_checks_tenant_id_state'))
        batch_op.drop_index(batch_op.f('ix_checks_due_at'))

    op.drop_table('checks')
    op.drop_table('sheets')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_posts_tenant_id_conversation_changed'))

    op.drop_table('posts')
    op.drop_table('meta')
    op.drop_table('inbox')
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deliveries_tenant_id_check_id_state'))

    op.drop_table('deliveries')
    op.drop_table('boards')
