"""`lumbung migrate`: bring the database at OWNER_DATABASE_URL to this version."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Apply what is missing; rights go to the role of DATABASE_URL."""
    argparse.ArgumentParser(prog="lumbung migrate", description=__doc__).parse_args(arguments)
    from ..migrations import migrate
    from ..servers.postgres import user_of
    from ..settings import Settings

    settings = Settings.from_environment()
    migrate(settings.owner_database_url, user_of(settings.database_url))
    return 0
