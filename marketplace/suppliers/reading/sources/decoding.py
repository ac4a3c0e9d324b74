"""Bytes of a text file to ``str``: which encoding they are in, told by the bytes alone."""

from __future__ import annotations

import codecs
import re

from marketplace.suppliers.reading.sheets import UnreadableFile

SAMPLE = 65_536
MOST_CONTROL_CHARACTERS = 0.02  # of the sample; more and it is no text

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b")) + b"\x7f"
UNDEFINED_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"


def decode(data: bytes) -> tuple[str, str]:
    """The text of ``data`` without byte order mark and NUL characters, and the name of its encoding.

    Raises ``UnreadableFile`` (``empty``, ``not_a_price_list_file``).
    """
    encoding, text = _by_mark(data) or _by_zero_bytes(data) or _single_bytes(data)
    text = text.replace("\0", "").lstrip("\ufeff").removesuffix("\x1a")  # 0x1A closes files written by DOS programs
    if not text.strip():
        raise UnreadableFile("empty")
    return text, encoding


def _by_mark(data: bytes) -> tuple[str, str] | None:
    for mark, name, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            if codec == "utf-8":
                return name, _utf8_with_strays(data[len(mark) :])
            return name, data[len(mark) :].decode(codec, "replace").removesuffix("\ufffd")
    return None


def _by_zero_bytes(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: in Latin text every second byte is zero."""
    sample = data[:SAMPLE]
    half = max(len(sample) // 2, 1)
    for codec, zeros, letters in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) > 0.7 * half and letters.count(0) < 0.1 * half:
            return codec, data.decode(codec, "replace").removesuffix("\ufffd")
    return None


def _single_bytes(data: bytes) -> tuple[str, str]:
    sample = data[:SAMPLE].replace(b"\0", b"")
    if len(sample) - len(sample.translate(None, CONTROL_BYTES)) > MOST_CONTROL_CHARACTERS * len(sample):
        raise UnreadableFile("not_a_price_list_file")
    if _is_utf8(data):
        return "utf-8", data.decode("utf-8")
    high = data.translate(None, bytes(range(128)))
    mended = _utf8_with_strays(data)
    if sum(character > "\x7f" for character in mended) < 0.75 * len(high):  # most high bytes form UTF-8 sequences
        return "utf-8", mended
    if _is_dos(data):
        return "cp850", data.decode("cp850")
    if not high.translate(None, bytes(range(160, 256))) or any(byte in high for byte in UNDEFINED_IN_CP1252):
        return "latin-1", data.decode("latin-1")
    return "cp1252", data.decode("cp1252")


def _is_dos(data: bytes) -> bool:
    """Whether the bytes inside words are letters in the code page of DOS and signs in that of Windows."""
    inside = b"".join(re.findall(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])", data[: 16 * SAMPLE]))
    dos, windows = inside.decode("cp850"), inside.decode("cp1252", "replace")
    return sum(map(str.isalpha, dos)) > 0.8 * len(inside) > 2 * sum(map(str.isalpha, windows))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("lumbung_stray_byte", _stray_byte)


def _utf8_with_strays(data: bytes) -> str:
    """UTF-8 in which a line pasted from elsewhere, or a cut, left single bytes: those are read as cp1252."""
    return data.decode("utf-8", "lumbung_stray_byte")
