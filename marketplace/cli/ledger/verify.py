"""`lumbung ledger verify`: whether the books are as they were sealed, checked from the raw rows."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from cooperative_ledger.verifier import Kept, NotASeal, Report, read_kept, verify

from .database import add_database_options, cooperatives, database, failed, snapshot

HELP = "check the books against their seals, and against seals kept elsewhere"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which cooperatives, and which seals were kept."""
    add_database_options(parser)
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="FILE",
        help="a head or a seal that was kept, as file or as code; may be repeated",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when everything fits, 1 when something does not, or when nothing could be checked."""
    sound, checked = True, 0
    try:
        kept = [each for given in options.head for each in read_kept(_content(given), origin=given)]
        for report, seconds in _reports(options, kept):
            print(json.dumps(report.as_json()) if options.format == "json" else in_words(report, seconds), flush=True)
            sound, checked = sound and report.sound, checked + 1
    except NotASeal as refused:
        return failed(f"--head: {REASONS[refused.reason]}")
    except (OSError, psycopg.Error) as reason:
        return failed(reason)
    if not checked:
        return failed("tidak ada buku yang dapat dibaca; sebutkan --cooperative, atau pakai OWNER_DATABASE_URL.")
    return 0 if sound else 1


REASONS = {
    "empty": "kosong.",
    "not_a_code": "bukan kode segel, dan bukan berkas yang ada.",
    "code_is_cut_off": "kode segel terpotong; salin seluruhnya.",
    "code_is_mistyped": "ada huruf yang salah salin di kode segel.",
    "not_a_head": "berkas ini bukan kepala segel.",
    "head_contradicts_itself": "berkas ini pernah diubah: isinya tidak cocok dengan akarnya sendiri.",
}
"""Why something given as a kept seal is none."""


def in_words(report: Report, seconds: float) -> str:
    """The answer in a line, and a line for each finding."""
    seal = f"segel {report.seal_number}" if report.seal_number else "belum ada segel"
    counts = f"{report.entries_sealed} jurnal di bawah {seal}, {report.entries_unsealed} belum disegel"
    kept = f", {report.kept_compared} segel simpanan dibandingkan"
    lines = [f"{report.cooperative}  {'cocok' if report.sound else 'TIDAK COCOK'}: {counts}{kept}, {seconds:.1f} s"]
    lines += [f"  {finding.sentence()}" for finding in report.findings]
    if (more := report.counted.total() - len(report.findings)) > 0:
        lines.append(f"  dan {more} lagi")
    return "\n".join(lines)


def _reports(options: argparse.Namespace, kept: list[Kept]) -> Iterator[tuple[Report, float]]:
    """Each cooperative at one moment of its own; also one that a kept seal names and that is gone."""
    with database(options.database) as url, snapshot(url) as connection:
        present = cooperatives(connection, options)
        connection.rollback()
        named = set() if options.cooperative else {each.cooperative for each in kept if each.cooperative}
        for coop_id in [*present, *sorted(named - set(present))]:
            started = time.perf_counter()
            yield verify(connection, coop_id, kept), time.perf_counter() - started
            connection.rollback()


def _content(given: str) -> str:
    path = Path(given)
    return path.read_text("utf-8") if path.is_file() else given
