"""What can go wrong with books that are brought in."""

from __future__ import annotations

from ...errors import Conflict, Invalid


class BooksFileNotRead(Invalid):
    """A file of balances or entries cannot be read, or has no such columns."""

    code = "books_file_not_read"
    indonesian = "Berkas belum terbaca: {reason}."
    english = "The file could not be read: {reason}."


class ImportNotReady(Conflict):
    """What was read cannot be posted yet; the details say why."""

    code = "import_not_ready"
    indonesian = "Belum bisa dibukukan: {reason}."
    english = "It cannot be booked yet: {reason}."


class ImportPosted(Conflict):
    """The file was posted before."""

    code = "import_posted"
    indonesian = "Berkas ini sudah dibukukan."
    english = "This file is booked already."
