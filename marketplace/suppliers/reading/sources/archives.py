"""Zip archives from strangers: nothing is unpacked before it is known to be small enough.

A member is counted as it is really inflated, because the size an archive declares is only a claim.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources.limits import MEGABYTE, Limits

CHUNK = 1 << 20
PROLOG = 65_536  # a document type can only be declared at the beginning


class Archive:
    """A checked zip archive. Raises ``UnreadableFile`` wherever the archive lies, is damaged, locked or too large."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.inflated = 0
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
            raise UnreadableFile("broken_archive") from error
        self.members = {info.filename: info for info in self.zip.infolist()}
        self._check(self.zip.infolist())

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        limits = self.limits
        if len(members) > limits.members or sum(info.file_size for info in members) > limits.inflated_bytes:
            raise UnreadableFile("too_large", limit=f"{limits.inflated_bytes // MEGABYTE} MB")
        if len(self.members) != len(members):  # two members of one name: programs differ in which one they read
            raise UnreadableFile("broken_archive")
        if any(info.flag_bits & 1 for info in members):
            raise UnreadableFile("encrypted")
        for info in members:
            if info.file_size > MEGABYTE and info.file_size > limits.inflation_ratio * max(info.compress_size, 1):
                raise UnreadableFile("too_large", limit=f"{limits.inflated_bytes // MEGABYTE} MB")

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member's content, piece by piece, inflated no further than the limit."""
        beginning = True
        try:
            with self.zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    self.inflated += len(chunk)
                    if self.inflated > self.limits.inflated_bytes:
                        raise UnreadableFile("too_large", limit=f"{self.limits.inflated_bytes // MEGABYTE} MB")
                    if beginning and b"<!DOCTYPE" in chunk[:PROLOG]:
                        raise UnreadableFile("unsafe_content")
                    beginning = False
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, KeyError, OSError) as error:
            raise UnreadableFile("broken_archive") from error

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))
