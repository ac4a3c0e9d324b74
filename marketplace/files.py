"""Files that people handed in, kept under the hash of their content in a folder.

A file is never changed and may be kept twice without harm, so a crash leaves at most a file that nobody names.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .errors import Invalid, NotFound

CHUNK = 1 << 20
FOLDER = "files"


class FileTooLarge(Invalid):
    """A file is larger than an upload may be."""

    code = "file_too_large"
    indonesian = "Berkas ini terlalu besar: batasnya {megabytes} MB."
    english = "This file is too large: the limit is {megabytes} MB."


class FileEmpty(Invalid):
    """Nothing was sent."""

    code = "file_empty"
    indonesian = "Berkas ini kosong. Pilih berkas lain atau tempelkan isinya."
    english = "This file is empty. Choose another one or paste its text."


class FileMissing(NotFound):
    """The database names a file that the folder does not hold (a restore without its files)."""

    code = "file_missing"
    indonesian = "Berkas aslinya tidak ada lagi di penyimpanan. Unggah ulang berkasnya."
    english = "The original file is no longer in the store. Upload it again."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: hash of its content, and its size in bytes."""

    sha256: str
    size: int


def keep(data_folder: Path, stream: IO[bytes], *, most_bytes: int) -> StoredFile:
    """Write what `stream` holds into the store of `data_folder`; give its hash and size.

    Raises FileTooLarge past `most_bytes` and FileEmpty for nothing; then nothing is kept.
    """
    folder = data_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="incoming-", delete=False) as incoming:
        try:
            stored = _copy(stream, incoming, most_bytes)
            target = path_of(data_folder, stored.sha256)
            target.parent.mkdir(exist_ok=True)
            os.replace(incoming.name, target)
        except BaseException:
            os.unlink(incoming.name)
            raise
    return stored


def _copy(stream: IO[bytes], incoming: IO[bytes], most_bytes: int) -> StoredFile:
    digest = hashlib.sha256()
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise FileTooLarge(field="file", megabytes=most_bytes // 1_000_000)
        digest.update(chunk)
        incoming.write(chunk)
    if size == 0:
        raise FileEmpty(field="file")
    incoming.flush()
    os.fsync(incoming.fileno())
    return StoredFile(digest.hexdigest(), size)


def path_of(data_folder: Path, sha256: str) -> Path:
    """Where the file with this hash lies, whether it is there or not."""
    return data_folder / FOLDER / sha256[:2] / sha256


def existing(data_folder: Path, sha256: str) -> Path:
    """Where the file with this hash lies. Raises FileMissing."""
    path = path_of(data_folder, sha256)
    if not path.is_file():
        raise FileMissing
    return path
