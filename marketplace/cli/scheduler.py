"""`lumbung scheduler`: relays events to the queue and starts the jobs that are due."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run until told to stop."""
    argparse.ArgumentParser(prog="lumbung scheduler", description=__doc__).parse_args(arguments)
    from ..app import create_app
    from ..settings import Settings
    from ..worker import schedule

    settings = Settings.from_environment()
    schedule(create_app(settings), settings)
    return 0
