"""The review of a plan: declarations, review sheet, returned parts, exceptions asked for; events cannot be changed"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WHY = "plan_event: rows are appended, never changed or removed"


def upgrade() -> None:
    op.create_table(
        "plan_declaration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("handed_over", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_plan_declaration_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_declaration")),
        sa.UniqueConstraint("version_id", "requirement", name="uq_plan_declaration"),
    )
    op.create_table(
        "review_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=60), nullable=False),
        sa.Column(
            "mark", sa.Enum("voldoet", "vraag", "nvt", name="mark", native_enum=False, length=20), nullable=False
        ),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_review_mark_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_mark")),
        sa.UniqueConstraint("version_id", "requirement", name="uq_review_mark"),
    )
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_review_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
        sa.UniqueConstraint("version_id", "part", name="uq_review_comment"),
    )
    op.create_table(
        "returned_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_returned_part_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_part")),
        sa.UniqueConstraint("version_id", "round", "part", name="uq_returned_part"),
    )
    op.create_table(
        "exception_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("werkplek_id", sa.Integer(), nullable=False),
        sa.Column("gemeente_code", sa.String(length=6), nullable=False),
        sa.Column("motivation", sa.Text(), nullable=False),
        sa.Column("transport", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("gevraagd", "toegekend", "geweigerd", name="exceptionstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("eind", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["werkplek_id"], ["werkplek.id"], name=op.f("fk_exception_request_werkplek_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_request")),
    )
    op.create_index("ix_exception_request_werkplek_id", "exception_request", ["werkplek_id"])
    op.create_index("ix_exception_request_gemeente_state", "exception_request", ["gemeente_code", "state"])
    # ADD COLUMN, not a batch: copying the table would take its triggers and its rows' order with it.
    op.add_column("plan", sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("plan_version", sa.Column("field_locks", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("plan_version", sa.Column("returned_content", sa.JSON(), nullable=True))
    op.add_column("plan_version", sa.Column("reviewer_id", sa.Integer(), nullable=True))
    op.add_column("plan_version", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    # The queue is sorted and counted from the index alone: the rows hold the texts of whole plans.
    op.create_index(
        "ix_plan_version_queue", "plan_version", ["plan_id", "number", "state", "submitted_at", "reviewer_id"]
    )
    op.add_column("werkplek_version", sa.Column("capaciteit", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("werkplek_version", sa.Column("lock", sa.Integer(), nullable=False, server_default="0"))
    _copy_capacities()
    _refuse_changes()


def _copy_capacities() -> None:
    """What was offered so far becomes part of the version that offered it."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT werkplek_id, product, capacity FROM offer WHERE capacity IS NOT NULL"))
    per_werkplek: dict[int, dict[str, int]] = {}
    for werkplek_id, product, capacity in rows:
        per_werkplek.setdefault(werkplek_id, {})[product] = capacity
    table = sa.table("werkplek_version", sa.column("werkplek_id"), sa.column("capaciteit", sa.JSON()))
    for werkplek_id, capacities in per_werkplek.items():
        connection.execute(table.update().where(table.c.werkplek_id == werkplek_id).values(capaciteit=capacities))


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER plan_event_no_{what.lower()} BEFORE {what} ON plan_event "
                f"BEGIN SELECT RAISE(ABORT, '{_WHY}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION plan_event_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WHY}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER plan_event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION plan_event_is_final()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER plan_event_no_update")
        op.execute("DROP TRIGGER plan_event_no_delete")
    else:
        op.execute("DROP TRIGGER plan_event_no_change ON plan_event")
        op.execute("DROP FUNCTION plan_event_is_final()")
    op.drop_index("ix_plan_version_queue", table_name="plan_version")
    for column in ("lock", "capaciteit"):
        op.drop_column("werkplek_version", column)
    for column in ("submitted_at", "reviewer_id", "returned_content", "field_locks"):
        op.drop_column("plan_version", column)
    op.drop_column("plan", "expired_at")
    for table in ("exception_request", "returned_part", "review_comment", "review_mark", "plan_declaration"):
        op.drop_table(table)
