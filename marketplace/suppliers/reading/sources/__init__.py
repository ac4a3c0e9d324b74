"""Bytes of a price list to sheets of cells, whatever the format, told by content and never by the file's name alone."""

from __future__ import annotations

from pathlib import Path, PurePath

from marketplace.suppliers.reading.sheets import Source, UnreadableFile
from marketplace.suppliers.reading.sources.kinds import kind_of
from marketplace.suppliers.reading.sources.limits import MEGABYTE, Limits

# An archive with exactly one of these is opened for it: chats are exported as one, beside the pictures sent in them.
LISTS = {".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".docx", ".pdf", ".html"}

__all__ = ["Limits", "open_source"]


def open_source(path: Path | bytes, *, file: str, sheet: str | None = None, limits: Limits | None = None) -> Source:
    """Read ``path`` (or the bytes themselves) into cells. ``file`` is the name to show.

    ``sheet`` names the only sheet to read, where the format has sheets.

    Raises ``UnreadableFile``. Run it in a child process (``sandbox.run_in_child``) for files from outside.
    """
    limits = limits or Limits()
    data = path if isinstance(path, bytes) else _read(path, limits)
    return _open(data, file, sheet, limits, inside_archive=False)


def _read(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except OSError:
        raise UnreadableFile("not_found") from None


def _open(data: bytes, file: str, sheet: str | None, limits: Limits, *, inside_archive: bool) -> Source:
    if len(data) > limits.file_bytes:
        raise UnreadableFile("too_large", limit=f"{limits.file_bytes // MEGABYTE} MB")
    kind = kind_of(data)
    if kind == "zip":
        return _open_zip(data, file, sheet, limits, inside_archive=inside_archive)
    if kind == "xls":
        from marketplace.suppliers.reading.sources.workbooks import read_library

        return read_library(data, file, "xls", sheet, limits)
    if kind == "pdf":
        from marketplace.suppliers.reading.sources.pdf import read_pdf

        return read_pdf(data, file, limits)
    if kind in ("html", "xml"):
        from marketplace.suppliers.reading.sources.markup import read_html, read_workbook_xml

        return read_html(data, file, limits) if kind == "html" else read_workbook_xml(data, file, sheet, limits)
    from marketplace.suppliers.reading.sources.texts import read_text

    return read_text(data, file, limits)


def _open_zip(data: bytes, file: str, sheet: str | None, limits: Limits, *, inside_archive: bool) -> Source:
    from marketplace.suppliers.reading.sources.archives import Archive
    from marketplace.suppliers.reading.sources.documents import read_docx
    from marketplace.suppliers.reading.sources.opendocument import read_ods
    from marketplace.suppliers.reading.sources.workbooks import read_library, read_xlsx

    archive = Archive(data, limits)
    if "xl/workbook.xml" in archive:
        return read_xlsx(archive, data, file, sheet, limits)
    if "xl/workbook.bin" in archive:
        return read_library(data, file, "xlsb", sheet, limits)
    if "content.xml" in archive:
        return read_ods(archive, file, sheet, limits)
    if "word/document.xml" in archive:
        return read_docx(archive, file, limits)
    if any(name.startswith(("ppt/", "Index/")) for name in archive.members):
        raise UnreadableFile("not_a_price_list_file")
    lists = [name for name in archive.members if PurePath(name).suffix.lower() in LISTS and "__MACOSX" not in name]
    if len(lists) != 1 or inside_archive:
        raise UnreadableFile("archive")
    source = _open(archive.read(lists[0]), lists[0], sheet, limits, inside_archive=True)
    source.file = file
    return source
