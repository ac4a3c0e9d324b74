"""`lumbung prices read FILE` and `lumbung prices compare FILE FILE...`: price lists with no server.

Imports little, so that a long list is read at 30,000 rows a second, start included.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from marketplace.suppliers.reading.sheets import Language, UnreadableFile

USAGE = """lumbung prices read FILE [--sheet NAME] [--format table|json] [--lang id|en]
lumbung prices compare FILE FILE... [--want CSV] [--freight CSV] [--format table|json|xlsx|html]

`read` tells what each price of a list buys, and what it is per kilogram, litre or piece; FILE `-` is standard input.
`compare` puts the same articles of several lists side by side."""

MEMORY_BYTES = 1_500_000_000
SECONDS = 120.0
LONG = 2_000  # rows from which a progress bar is worth its line


class Options(NamedTuple):
    file: str
    sheet: str | None
    format: str
    language: Language


def main(arguments: Sequence[str]) -> int:
    """Dispatch `read` and `compare`; exit status 0, or 2 with one sentence on standard error."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    if arguments[0] == "read":
        return read(arguments[1:])
    if arguments[0] == "compare":
        from importlib import import_module

        status: int = import_module("marketplace.cli.compare").main(arguments[1:])
        return status
    print(f"lumbung prices: tidak ada perintah {arguments[0]!r}.\n\n{USAGE}", file=sys.stderr)
    return 2


def read(arguments: Sequence[str]) -> int:
    """`lumbung prices read`: exit status 0 when the file was read, 2 with one sentence when it could not be."""
    options = _parse(arguments)
    if isinstance(options, str):
        if options:
            print(options, file=sys.stderr)
            return 2
        print(USAGE)
        return 0
    from marketplace.suppliers.reading.sources.sandbox import run_in_child

    try:
        run_in_child(_read_and_write, options, memory_bytes=MEMORY_BYTES, seconds=SECONDS)
    except UnreadableFile as error:
        print(error.message(options.language), file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        print(f"{options.file}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _language(environment: str) -> Language:
    return "en" if environment.lower().startswith("en") else "id"


def _parse(arguments: Sequence[str]) -> Options | str:
    """The options, or the sentence that says what was not understood; empty where help was asked for."""
    language = _language(os.environ.get("LUMBUNG_LANG") or os.environ.get("LANGUAGE") or os.environ.get("LANG", ""))
    values: dict[str, str] = {"format": "table"}
    files: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word in ("-h", "--help"):
            return ""
        name, has_value, value = word.partition("=")
        if name in ("--sheet", "--format", "--lang"):
            if not has_value and not waiting:
                return f"{name}: nilainya belum ditulis."
            values[name[2:]] = value if has_value else waiting.pop(0)
        elif word.startswith("--"):
            return f"{word}: pilihan ini tidak dikenal."
        else:
            files.append(word)
    if len(files) != 1:
        return "Sebutkan satu berkas: lumbung prices read FILE."
    if values["format"] not in ("table", "json"):
        return "--format: pilih table atau json."
    return Options(
        files[0], values.get("sheet"), values["format"], _language(values["lang"]) if "lang" in values else language
    )


def _read_and_write(options: Options) -> None:
    """Runs in the child: bytes to cells to rows to standard output."""
    gc.disable()  # a reading makes no cycles worth looking for, and ends with its process
    from marketplace.suppliers.reading import read_price_list
    from marketplace.suppliers.reading.sources import open_source

    path: Path | bytes = sys.stdin.buffer.read() if options.file == "-" else Path(options.file)
    source = open_source(path, file=Path(options.file).name, sheet=options.sheet)
    reading = read_price_list(source, language=options.language)
    progress = _Progress(reading.item_count, options.language)
    if options.format == "json":
        from marketplace.suppliers.reading.writing import write_json

        write_json(reading, sys.stdout.buffer, progress.show)
    else:
        from marketplace.cli.price_table import write_table

        write_table(reading, sys.stdout, options.language, progress.show)
    progress.close()
    sys.stdout.flush()


class _Progress:
    """A bar on the terminal's standard error, for long lists only."""

    def __init__(self, total: int, language: Language) -> None:
        self.total = total
        self.label = "rows" if language == "en" else "baris"
        self.shown = total >= LONG and sys.stderr.isatty() and not sys.stdout.isatty()

    def show(self, done: int) -> None:
        if self.shown:
            filled = 30 * done // self.total
            bar = "#" * filled + "." * (30 - filled)
            print(f"\r[{bar}] {done:,} / {self.total:,} {self.label}", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
