"""`lumbung backup FOLDER`: database and files of this installation, in a folder that `lumbung restore` reads."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str]) -> int:
    """Write a backup into FOLDER, which must be new or empty. The product may go on running meanwhile."""
    parser = argparse.ArgumentParser(prog="lumbung backup", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    from ..servers.backup import BackupFailed, back_up
    from ..servers.installation import CannotStart, database
    from ..settings import Settings

    try:
        with database(Settings.from_environment(), lambda _: None) as settings:
            manifest = back_up(settings, options.folder)
    except (BackupFailed, CannotStart) as reason:
        print(f"lumbung: {reason}", file=sys.stderr)
        return 1
    print(f"{options.folder}: {manifest['database_bytes']:,} bytes of database, {manifest['files']} files.")
    return 0
