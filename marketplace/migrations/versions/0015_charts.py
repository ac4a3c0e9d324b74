"""Books that were opened earlier get the accounts and the guards that the chart has had since."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from cooperative_ledger import accounts, add_accounts, chart_template, guard_account, with_cooperative

revision = "0015_charts"
down_revision = "0014_open_items"
branch_labels = None
depends_on = None

HAS_LINES = sa.text(
    "SELECT EXISTS (SELECT FROM ledger.line WHERE coop_id = :cooperative AND account_code = :account LIMIT 1)"
)


def upgrade() -> None:
    connection = op.get_bind()
    own = connection.execute(sa.text("SELECT current_setting('role')")).scalar_one()
    cooperatives = connection.execute(sa.text("SELECT id FROM organisation WHERE kind = 'cooperative'")).scalars()
    connection.execute(sa.text("SET LOCAL ROLE ledger_owner"))
    for cooperative in cooperatives.all():
        bring_up(connection, cooperative)
    connection.execute(sa.text("SELECT set_config('role', :own, true)"), {"own": own})


def bring_up(connection: sa.Connection, cooperative: UUID) -> None:
    """An account that holds lines keeps the way its balance is kept; services check those themselves."""
    with_cooperative(connection, cooperative)
    there = {account.code: account for account in accounts(connection, cooperative)}
    if not there:
        return
    add_accounts(connection, cooperative, chart_template())
    for wanted in chart_template():
        before = there.get(wanted.code)
        if before is None or before.balance_mode == wanted.balance_mode:
            continue
        about = {"cooperative": cooperative, "account": wanted.code}
        if not connection.execute(HAS_LINES, about).scalar_one():
            guard_account(connection, cooperative, wanted.code, wanted.balance_mode, floor=wanted.floor)
