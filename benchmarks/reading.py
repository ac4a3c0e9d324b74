"""Price lists read: accuracy where a key exists, rows a second, and the bare parse time of the long list beside it.

The long list is made here in the shape of a real one (92,331 rows, pack-size strings, a third without a price), or is
the real one where LUMBUNG_PRICE_LISTS names a folder that holds it.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from marketplace.suppliers.reading import read_price_list
from marketplace.suppliers.reading.sources import open_source

LISTS = Path(__file__).parents[1] / "tests" / "data" / "price_lists"
ROWS = 92_331


def main() -> None:
    _accuracy()
    _real_lists()
    _long_list()


def _accuracy() -> None:
    """Each list with a key: rows with the right price, the right comparable price, and claims that are wrong."""
    totals = [0, 0, 0, 0, 0]
    for key_file in sorted(LISTS.glob("*.key.json")):
        path = key_file.with_name(key_file.name.removesuffix(".key.json"))
        key = json.loads(key_file.read_text(encoding="utf-8"))["rows"]
        rows = {(row["row"], row["part"]): row for row in _read(path)}
        for index, count in enumerate(_score(key, rows)):
            totals[index] += count
    count, priced, needed, compared, wrong = totals
    print(f"lists with a key: {count:,} rows, {priced / count:.2%} right price (goal 99 %)")
    print(f"  {compared / needed:.2%} right comparable price where told (goal 97 %), {wrong} claimed and wrong")


def _score(key: list[dict[str, Any]], rows: dict[tuple[int, int], dict[str, Any]]) -> tuple[int, int, int, int, int]:
    priced = needed = compared = wrong = 0
    for expected in key:
        row = rows.get((expected["row"], expected["part"]))
        if row is None:
            needed += expected["comparable"] is not None
            continue
        priced += row["price"] == expected["price"]
        needed += expected["comparable"] is not None
        is_right = row["comparable"] == expected["comparable"]
        compared += is_right and expected["comparable"] is not None
        wrong += row["comparable"] is not None and not is_right
    return len(key), priced, needed, compared, wrong


def _read(path: Path) -> list[dict[str, Any]]:
    return read_price_list(open_source(path, file=path.name)).rows


def _folder() -> Path | None:
    folder = Path(os.environ.get("LUMBUNG_PRICE_LISTS", Path(__file__).parents[2] / "shared" / "price_lists"))
    return folder if folder.is_dir() else None


def _real_lists() -> None:
    """Real lists where they are at hand: how many rows have a price, and how many of these are comparable."""
    folder = _folder()
    if folder is None:
        return
    for path in sorted(folder.glob("*/*")):
        if path.suffix.lower() not in (".csv", ".pdf", ".xlsx", ".xls", ".ods") or path.stat().st_size > 5_000_000:
            continue
        started = perf_counter()
        rows = _read(path)
        taken = perf_counter() - started
        priced = [row for row in rows if row["price"]]
        if priced:
            share = sum(row["comparable"] is not None for row in priced) / len(priced)
            name = path.parent.name[:24]
            print(f"  {name:<24} {len(rows):>6,} rows  {share:>6.1%} of priced rows comparable  {taken:.2f} s")


def _long_list() -> None:
    folder = _folder()
    real = next(iter(sorted(folder.glob("16*/*.csv"))), None) if folder else None
    with tempfile.TemporaryDirectory() as temporary:
        path = real or _make(Path(temporary) / "long.csv")
        started = perf_counter()
        with path.open(encoding="utf-8", newline="") as stream:
            count = sum(1 for _ in csv.reader(stream)) - 1
        bare = perf_counter() - started
        command = [sys.executable, "-m", "marketplace", "prices", "read", str(path), "--format", "json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        taken = perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    print(f"{count:,} rows to JSON, start included: {taken:.2f} s, {count / taken:,.0f} rows/s (goal 30,000)")
    print(
        f"  processor time {cpu:.2f} s, bare csv parse {bare:.2f} s, at most {used.ru_maxrss / 1024:.0f} MB (goal 400)"
    )


def _make(path: Path) -> Path:
    chance = random.Random(20261122)
    packs = [f"{size} OZ" for size in range(1, 64)] + [
        "12 PK/12 OZ",
        "1/2 GAL",
        "10 3/4 OZ",
        "2 LB",
        "24 CT",
        "",
        "",
        "",
    ]
    kinds = [
        f"{word} {number}" for word in ("CANNED FRUIT", "BREAD", "CANDY", "CHEESE", "COOKIES") for number in range(400)
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["product_id", "brand", "product_category", "product_type", "package_size", "net_price_usd"])
        for number in range(ROWS):
            kind = chance.choice(kinds)
            price = f"{chance.uniform(0.5, 20):.2f}" if chance.random() < 0.7 else ""
            writer.writerow([25_000 + number, "National", kind.rsplit(" ", 1)[0], kind, chance.choice(packs), price])
    return path
