"""What a check of the books can find, and the answer it gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Kind = Literal["content", "linkage", "gap", "missing", "added", "unbalanced", "projection"]

KINDS: dict[Kind, tuple[str, str]] = {
    "content": ("Isinya berubah", "Its content was altered"),
    "linkage": ("Rantai segel putus", "The chain of seals is broken"),
    "gap": ("Nomor urut meloncat", "Numbers are not in sequence"),
    "missing": ("Hilang", "It is missing"),
    "added": ("Ditambahkan di luar aplikasi", "It was added behind the application's back"),
    "unbalanced": ("Debit dan kredit tidak sama", "Debit and credit differ"),
    "projection": ("Jumlah simpanan tidak cocok dengan jurnal", "A stored sum differs from the journal"),
}
"""Kind -> what it says of a row, in Indonesian and English."""

MOST_FINDINGS = 1000
"""Findings beyond these are only counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: what kind, in which table, which row, which columns."""

    kind: Kind
    table: str
    key: str
    columns: tuple[str, ...] = ()
    position: int | None = None
    detail: str = ""

    def sentence(self, language: str = "id") -> str:
        """One line for a person."""
        says = KINDS[self.kind][language == "en"]
        number = "" if self.position is None else f" ({'no.' if language == 'en' else 'nomor'} {self.position})"
        columns = f" [{', '.join(self.columns)}]" if self.columns else ""
        detail = f": {self.detail}" if self.detail else ""
        return f"{says}: {self.table} {self.key}{number}{columns}{detail}"

    def as_json(self) -> dict[str, Any]:
        """For a machine."""
        return {
            "kind": self.kind,
            "table": self.table,
            "key": self.key,
            "columns": list(self.columns),
            "position": self.position,
            "detail": self.detail,
        }


@dataclass(slots=True)
class Report:
    """What was checked in one cooperative's books, and what was found."""

    cooperative: UUID
    entries_sealed: int = 0
    entries_unsealed: int = 0
    rows_sealed: int = 0
    rows_unsealed: int = 0
    seal_number: int = 0
    seal_hash: str = ""
    sealed_at: datetime | None = None
    kept_compared: int = 0
    findings: list[Finding] = field(default_factory=list)
    counted: Counter[Kind] = field(default_factory=Counter)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.counted

    def found(
        self,
        kind: Kind,
        table: str,
        key: object,
        *columns: str,
        position: int | None = None,
        detail: str = "",
    ) -> None:
        """Note a finding."""
        self.counted[kind] += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind, table, str(key), columns, position, detail))

    def as_json(self) -> dict[str, Any]:
        """For a machine."""
        return {
            "cooperative": str(self.cooperative),
            "sound": self.sound,
            "entries_sealed": self.entries_sealed,
            "entries_unsealed": self.entries_unsealed,
            "rows_sealed": self.rows_sealed,
            "rows_unsealed": self.rows_unsealed,
            "seal_number": self.seal_number,
            "seal_hash": self.seal_hash,
            "sealed_at": self.sealed_at.isoformat() if self.sealed_at else None,
            "kept_compared": self.kept_compared,
            "counted": dict(self.counted),
            "findings": [finding.as_json() for finding in self.findings],
        }
