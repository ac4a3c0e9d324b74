"""What happened with suppliers and their lists."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PriceListUploaded:
    """A file was handed in and waits to be read."""

    version_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class PriceListAnswered:
    """Questions about a version were answered (or its columns chosen): it waits to be read again."""

    version_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class PriceListUnderstood:
    """A version was read and its rows are stored; its articles wait to be matched."""

    version_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class PriceListPublished:
    """A version was published to its audience."""

    version_id: UUID
    supplier_id: UUID


@dataclass(frozen=True, slots=True)
class PriceListWithdrawn:
    """A published version was taken back; the one before it is in force again."""

    version_id: UUID
    supplier_id: UUID
