"""Two people change one row: the second is told, and nothing of his is written."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile
from marketplace.identity.models import Organisation


def test_a_row_that_was_changed_meanwhile_is_told_and_kept(app: Flask, owner_url: str) -> None:
    import psycopg

    with transaction() as session:
        made = Organisation(kind="supplier", name="CV Laut Jaya")
        session.add(made)

    def change() -> None:
        with transaction() as session:
            row = session.get_one(Organisation, made.id)
            with psycopg.connect(owner_url, autocommit=True) as other:
                other.execute("UPDATE organisation SET name = 'UD Berkah', version = version + 1")
            row.name = "PT Sumber Rejeki"

    with pytest.raises(ChangedMeanwhile):
        change()
    with transaction() as session:
        assert session.scalar(text("SELECT name FROM organisation")) == "UD Berkah"
