"""The README's examples run, in order, in one go."""

import re
from pathlib import Path

import psycopg
from psycopg import sql

import cooperative_ledger


def test_the_examples_of_the_readme_run(fresh_database: str) -> None:
    text = Path(cooperative_ledger.__file__).with_name("README.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    with psycopg.connect(fresh_database) as connection:
        connection.execute(
            sql.SQL("DO $$ BEGIN CREATE ROLE application; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        )
        exec(compile(code, "README.md", "exec"), {"connection": connection})


def test_every_public_name_is_in_the_readme_or_documented_where_it_stands() -> None:
    text = Path(cooperative_ledger.__file__).with_name("README.md").read_text("utf-8")
    for name in cooperative_ledger.__all__:
        assert name in text or getattr(cooperative_ledger, name).__doc__, name
