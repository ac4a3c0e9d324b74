"""The database's versions and the tables in the code are the same thing said twice; here they are compared."""

from __future__ import annotations

from marketplace.migrations import heads
from marketplace.migrations.draft import draft


def test_there_is_one_newest_version() -> None:
    assert len(heads()) == 1


def test_the_newest_version_holds_exactly_the_tables_of_the_code(owner_url: str) -> None:
    assert draft(owner_url).strip() == "pass"
