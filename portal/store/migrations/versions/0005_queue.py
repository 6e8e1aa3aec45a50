"""The review queue on SQLite is filtered by gemeente from an index: reading the row of a plan reads its texts too"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NARROW = ["plan_id", "number", "state", "submitted_at", "reviewer_id"]


def upgrade() -> None:
    # With an index on the state alone SQLite starts there, and reads 5,000 whole plans.
    op.drop_index("ix_plan_version_state", table_name="plan_version")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_plan_version_queue", table_name="plan_version")
        op.create_index("ix_plan_version_queue_gemeenten", "plan_version", [*_NARROW, "gemeenten"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_plan_version_queue_gemeenten", table_name="plan_version")
        op.create_index("ix_plan_version_queue", "plan_version", _NARROW)
    op.create_index("ix_plan_version_state", "plan_version", ["state"])
