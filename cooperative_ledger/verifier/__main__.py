"""`python -m verifier DATABASE_URL [--cooperative ID] [--head FILE] [--format text|json]`: exit status 0 or 1."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import psycopg

from . import Kept, NotASeal, Report, read_kept, verify


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when everything agrees, 1 when something does not, 2 when it could not be checked."""
    options = _parser().parse_args(arguments)
    try:
        kept = [each for name in options.head for each in read_kept(_text(name), origin=name)]
        reports = list(reports_of(options.database, options.cooperative, kept))
    except (NotASeal, OSError, psycopg.Error) as reason:
        sys.stderr.write(f"verifier: {str(reason).strip()}\n")
        return 2
    for report in reports:
        sys.stdout.write((json.dumps(report.as_json()) if options.format == "json" else in_words(report)) + "\n")
    return int(not reports or not all(report.sound for report in reports))


def reports_of(database: str, cooperative: UUID | None, kept: Sequence[Kept]) -> Iterator[Report]:
    """The check of one cooperative, or of each that the connection's role may see, and each that a kept seal names."""
    with psycopg.connect(database) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for coop_id in [cooperative] if cooperative else _all(connection, kept):
            yield verify(connection, coop_id, kept)
            connection.rollback()


def _all(connection: psycopg.Connection, kept: Sequence[Kept]) -> list[UUID]:
    present = {row[0] for row in connection.execute("SELECT coop_id FROM ledger.cooperative").fetchall()}
    connection.rollback()
    return sorted(present | {each.cooperative for each in kept if each.cooperative})


def in_words(report: Report) -> str:
    """The answer as lines of English."""
    head = f"{report.cooperative}: {'sound' if report.sound else 'NOT SOUND'}"
    seal = f"seal {report.seal_number}" if report.seal_number else "no seal yet"
    counts = f"{report.entries_sealed} entries under {seal}, {report.entries_unsealed} not sealed yet"
    compared = f", {report.kept_compared} kept seals compared"
    lines = [f"{head}: {counts}{compared}", *(f"  {finding.sentence('en')}" for finding in report.findings)]
    if (more := report.counted.total() - len(report.findings)) > 0:
        lines.append(f"  and {more} more")
    return "\n".join(lines)


def _text(name: str) -> str:
    return Path(name).read_text("utf-8") if Path(name).is_file() else name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m verifier", description=__doc__)
    parser.add_argument("database", metavar="DATABASE_URL")
    parser.add_argument("--cooperative", type=UUID, metavar="ID")
    parser.add_argument(
        "--head", action="append", default=[], metavar="FILE", help="a kept head, a kept seal, or a seal's code"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser


if __name__ == "__main__":
    sys.exit(main())
