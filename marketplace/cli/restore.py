"""`lumbung restore FOLDER`: bring a backup back into an installation that is empty."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Read the backup in FOLDER into the empty installation that LUMBUNG_DATA (or DATABASE_URL) names."""
    parser = argparse.ArgumentParser(prog="lumbung restore", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    from ..servers.backup import BackupFailed, restore
    from ..servers.installation import CannotStart, database
    from ..settings import Settings

    try:
        with database(Settings.from_environment(), lambda _: None) as settings:
            manifest = restore(settings, options.folder)
    except (BackupFailed, CannotStart) as reason:
        print(f"lumbung: {reason}", file=sys.stderr)
        return 1
    print(f"Restored the backup of {manifest['taken_at']}: {manifest['files']} files, database and books checked.")
    return 0
