"""What kind of file some bytes are, told by the bytes: suppliers rename files, and programs misname their exports."""

from __future__ import annotations

import re

from marketplace.suppliers.reading.sheets import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (
    re.compile(rb"\x89PNG\r\n\x1a\n"),
    re.compile(rb"\xff\xd8\xff"),
    re.compile(rb"GIF8[79]a"),
    re.compile(rb"RIFF....WEBP", re.DOTALL),
    re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL),
    re.compile(rb"II\*\x00|MM\x00\*"),
    re.compile(rb"....ftyp(?:heic|heix|mif1|msf1|avif)", re.DOTALL),
)
OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
NO_LISTS = (b"\x7fELF", b"MZ\x90\x00", b"SQLite format 3\x00", b"PAR1", b"{\\rtf")
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|style)\b", re.IGNORECASE | re.DOTALL
)
WORKBOOK_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(data: bytes) -> str:
    """``zip``, ``xls``, ``pdf``, ``html``, ``xml`` (the workbook of Excel 2003) or ``text``.

    Raises ``UnreadableFile``: ``empty``, ``picture``, ``encrypted``, ``archive``, ``not_a_price_list_file``.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile("empty")
    _refuse(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if data.startswith(OLE):
        return _inside_ole(data)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and b"%%EOF" in data[-2048:]):
        return "pdf"
    if HTML.match(head):
        return "html"
    if head.lstrip().startswith(b"<?xml"):
        return _inside_xml(head)
    return "text"


def _refuse(data: bytes) -> None:
    if any(picture.match(data) for picture in PICTURES):
        raise UnreadableFile("picture")
    if data.startswith(OTHER_ARCHIVES):
        raise UnreadableFile("archive")
    if data.startswith(NO_LISTS):
        raise UnreadableFile("not_a_price_list_file")


def _inside_ole(data: bytes) -> str:
    """An OLE container names its streams in UTF-16: a workbook, a locked workbook, or a document of another kind."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("encrypted")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    if len(data) < 1536 or len(data) % 512:
        raise UnreadableFile("broken_archive")
    raise UnreadableFile("not_a_price_list_file")


def _inside_xml(head: bytes) -> str:
    if WORKBOOK_XML in head:
        return "xml"
    if re.search(rb"<(?:!doctype\s+)?html\b", head, re.IGNORECASE):
        return "html"
    raise UnreadableFile("not_a_price_list_file")
