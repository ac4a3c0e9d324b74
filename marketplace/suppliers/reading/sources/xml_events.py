"""Streamed XML from strangers: events only, no document types, no entities, one error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from marketplace.suppliers.reading.sheets import UnreadableFile


class Handler(Protocol):
    """Names come as ``"namespace local"``."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


def parse(chunks: Iterable[bytes], handler: Handler) -> None:
    """Feed ``handler``. Raises ``UnreadableFile`` (``broken_archive``, ``unsafe_content``, or the handler's own)."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise UnreadableFile("broken_archive") from error


def _refuse_document_type(*_: object) -> None:
    raise UnreadableFile("unsafe_content")
