"""What people could not find: bare counts per month, gemeente, branche and reason"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unfound",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("gemeente", sa.String(length=6), nullable=False),
        sa.Column("branche", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "gemeente", "branche", "reason", name=op.f("pk_unfound")),
    )


def downgrade() -> None:
    op.drop_table("unfound")
