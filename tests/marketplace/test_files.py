"""The store of files: by content, bounded, and nothing left of what was refused."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from marketplace import files


def test_the_same_content_is_one_file_whatever_its_name(tmp_path: Path) -> None:
    first = files.keep(tmp_path, io.BytesIO(b"beras"), most_bytes=10)
    second = files.keep(tmp_path, io.BytesIO(b"beras"), most_bytes=10)
    assert first == second
    assert first.sha256 == hashlib.sha256(b"beras").hexdigest()
    assert files.existing(tmp_path, first.sha256).read_bytes() == b"beras"
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


@pytest.mark.parametrize(("content", "error"), [(b"12345678901", files.FileTooLarge), (b"", files.FileEmpty)])
def test_what_is_refused_leaves_nothing(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        files.keep(tmp_path, io.BytesIO(content), most_bytes=10)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(files.FileMissing):
        files.existing(tmp_path, "0" * 64)
