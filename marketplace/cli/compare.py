"""`lumbung prices compare`: the same articles of several price lists side by side, with no server and no database."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from marketplace.clock import today
from marketplace.errors import DomainError
from marketplace.suppliers.comparing import Circumstances, Comparison, Offer, Rules, compare, routes_to
from marketplace.suppliers.comparing.circumstances import load_rates, rate_on
from marketplace.suppliers.comparing.from_reading import offers_from_reading
from marketplace.suppliers.comparing.shopping import read_tariffs, read_wants
from marketplace.suppliers.comparing.side_by_side import answer_wants, same_things
from marketplace.suppliers.reading.sheets import UnreadableFile

_FORMATS = ("table", "json", "xlsx", "html", "text")
_MEMORY_BYTES, _SECONDS = 1 << 30, 120.0
_TAXES = ("included", "excluded", "exempt")


class Unusable(Exception):
    """An input that stops the comparison, with one sentence for the person."""


@dataclass(frozen=True, slots=True)
class PriceList:
    """One file: the key and name of its supplier, and its offers."""

    supplier: str
    name: str
    offers: list[Offer]


def main(argv: Sequence[str]) -> int:
    """Compare the files given; exit status 0 when done, 2 with one sentence on standard error when it cannot be."""
    options = _parser().parse_args(list(argv))
    try:
        return _run(options)
    except UnreadableFile as unreadable:
        return _refuse(f"{getattr(unreadable, 'file', '')} {unreadable.message(options.lang)}".strip())
    except DomainError as error:
        return _refuse(error.message(options.lang))
    except (Unusable, OSError, UnicodeDecodeError) as error:
        return _refuse(str(error))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lumbung prices compare", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a price list, or what `read` made of one")
    parser.add_argument("--want", type=Path, metavar="CSV", help="wanted goods: name,quantity,unit")
    parser.add_argument(
        "--freight", type=Path, metavar="CSV", help="supplier,zone,per_kg,per_drop,...; else ex freight"
    )
    parser.add_argument("--zone", help="the zone of the door, where the freight table names zones")
    parser.add_argument(
        "--tax",
        action="append",
        default=[],
        metavar="[FILE=]BASIS",
        help="included, excluded or exempt, for rows of which the list says nothing",
    )
    parser.add_argument("--date", type=date.fromisoformat, default=None, help="the day to compare for (YYYY-MM-DD)")
    parser.add_argument("--format", choices=_FORMATS, default="table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of to standard output")
    parser.add_argument("--lang", choices=("id", "en"), default="en" if _wants_english() else "id")
    return parser


def _wants_english() -> bool:
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("en")


def _run(options: argparse.Namespace) -> int:
    if options.format == "xlsx" and options.out is None and sys.stdout.isatty():
        raise Unusable("--format xlsx: --out FILE" if options.lang == "en" else "--format xlsx butuh --out FILE")
    lists = _read_all(list(dict.fromkeys(options.files)), options)
    offers = [offer for each in lists for offer in each.offers]
    comparison, left = _compare(lists, offers, options)
    _write(_rendered(comparison, left, options), options.out)
    return 0


def _read_all(files: Sequence[Path], options: argparse.Namespace) -> list[PriceList]:
    """Each list under its file's name; with its ending, or its whole path, where two files would have the same one."""
    stems, names = Counter(path.stem for path in files), Counter(path.name for path in files)
    called = [
        path.stem if stems[path.stem] == 1 else path.name if names[path.name] == 1 else str(path) for path in files
    ]
    return [_read(path, supplier, options) for path, supplier in zip(files, called, strict=True)]


def _read(path: Path, supplier: str, options: argparse.Namespace) -> PriceList:
    try:
        document = _document(path)
    except UnreadableFile as unreadable:
        raise Unusable(f"{path.name}: {unreadable.message(options.lang)}") from unreadable
    name = supplier.replace("_", " ").strip()
    assumed = _assumed_tax(path, options.tax)
    return PriceList(supplier, name, offers_from_reading(document, supplier=supplier, supplier_name=name, tax=assumed))


def _document(path: Path) -> dict[str, Any]:
    """The reading of the file: made now in a child process under limits, or made before and kept as JSON."""
    if path.suffix.lower() == ".json":
        import orjson

        try:
            document = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError:
            raise UnreadableFile("not_a_price_list_file") from None
        if not isinstance(document, dict) or not isinstance(document.get("rows"), list):
            raise UnreadableFile("not_a_price_list_file")
        return document
    from marketplace.suppliers.reading.sources.sandbox import run_in_child

    return run_in_child(read_document, path, memory_bytes=_MEMORY_BYTES, seconds=_SECONDS)


def read_document(path: Path) -> dict[str, Any]:
    """The whole reading of one file, as JSON-ready data; runs in the child."""
    from marketplace.suppliers.reading import read_price_list
    from marketplace.suppliers.reading.sources import open_source

    document: dict[str, Any] = read_price_list(open_source(path, file=path.name)).to_json()
    return document


def _assumed_tax(path: Path, given: Sequence[str]) -> Any:
    """The basis that ``--tax`` gives for this file; the one that names the file wins."""
    general = None
    for each in given:
        name, separator, basis = each.rpartition("=")
        if basis not in _TAXES:
            raise Unusable(f"--tax {each}: {', '.join(_TAXES)}")
        if separator and name in (str(path), path.name, path.stem):
            return basis
        if not separator:
            general = basis
    return general


def _compare(
    lists: Sequence[PriceList], offers: Sequence[Offer], options: argparse.Namespace
) -> tuple[Comparison, int]:
    left = 0
    if options.want is not None:
        asked = answer_wants(read_wants(_text(options.want), table=options.want.name), offers)
    else:
        asked, doubtful = same_things(offers)
        left = sum(each.relation == "unsure" for each in doubtful)
    return compare(asked, _circumstances(lists, options)), left


def _circumstances(lists: Sequence[PriceList], options: argparse.Namespace) -> Circumstances:
    day = options.date or today()
    routes = {}
    if options.freight is not None:
        names = {each.name: each.supplier for each in lists} | {
            Path(each.supplier).name: each.supplier for each in lists
        }
        names |= {Path(each.supplier).stem: each.supplier for each in lists}
        tariffs = read_tariffs(_text(options.freight), names, table=options.freight.name)
        routes = routes_to(options.zone, tariffs, [each.supplier for each in lists])
    return Circumstances(
        today=day,
        tax=rate_on(load_rates(), day),
        routes=routes,
        count_freight=options.freight is not None,
        zone=options.zone,
        place=options.zone,
        rules=Rules(rank_unknown_tax=False),
    )


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="strict")


def _rendered(comparison: Comparison, left: int, options: argparse.Namespace) -> bytes:
    if options.format == "xlsx":
        from marketplace.suppliers.comparing.workbook import as_workbook

        return as_workbook(comparison, language=options.lang)
    if options.format == "html":
        from marketplace.suppliers.comparing.page import as_page

        return as_page(comparison, language=options.lang).encode()
    if options.format == "json":
        import orjson

        from marketplace.suppliers.comparing.document import as_document

        return orjson.dumps(as_document(comparison), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if options.format == "text":
        from marketplace.suppliers.comparing.chat import as_text

        return as_text(comparison, language=options.lang).encode()
    from marketplace.suppliers.comparing.terminal import as_table

    width = max(80, shutil.get_terminal_size((120, 40)).columns)
    return (
        as_table(comparison, width=width, language=options.lang) + _closing(comparison, left, options.lang)
    ).encode()


def _closing(comparison: Comparison, left: int, language: str) -> str:
    """What the table cannot show: pairs left to a person, and how to say what a list leaves open."""
    lines = []
    if not comparison.rows:
        lines.append(
            "No two lists hold the same thing." if language == "en" else "Tidak ada barang yang sama di dua daftar."
        )
    if left:
        lines.append(
            f"{left} pairs may be the same thing; the product asks a person once."
            if language == "en"
            else f"{left} pasang mungkin barang yang sama; di aplikasi ditanyakan sekali."
        )
    if any(each.refusal and each.refusal.code == "tax_unknown" for row in comparison.rows for each in row.offers):
        lines.append("--tax [FILE=]included|excluded|exempt")
    return "\n".join(lines) + "\n" if lines else ""


def _write(data: bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(data)
        return
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
