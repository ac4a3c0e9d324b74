"""`lumbung worker`: an RQ worker on every queue."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from .durable import refuse_what_forgets


def main(arguments: Sequence[str]) -> int:
    """Work until told to stop; with --burst until the queues are empty."""
    parser = argparse.ArgumentParser(prog="lumbung worker", description=__doc__)
    parser.add_argument("--burst", action="store_true", help="stop when the queues are empty")
    options = parser.parse_args(arguments)
    if (status := refuse_what_forgets()) != 0:
        return status
    from ..app import create_app
    from ..settings import Settings
    from ..worker import work

    settings = Settings.from_environment()
    work(create_app(settings), settings, burst=options.burst)
    return 0
