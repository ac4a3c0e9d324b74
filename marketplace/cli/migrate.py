"""`lumbung migrate`: bring the database at OWNER_DATABASE_URL to this version."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from urllib.parse import urlsplit


def main(arguments: Sequence[str]) -> int:
    """Apply what is missing; rights go to the role of DATABASE_URL."""
    argparse.ArgumentParser(prog="lumbung migrate", description=__doc__).parse_args(arguments)
    from ..migrations import migrate
    from ..settings import Settings

    settings = Settings.from_environment()
    migrate(settings.owner_database_url, urlsplit(settings.database_url).username or "lumbung_app")
    return 0
