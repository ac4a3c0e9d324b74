"""Reads of imports: what was brought in, and one file with what is still to be settled."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

import cooperative_ledger as ledger
from cooperative_ledger import imports

from ...actor import Actor
from ...errors import NotFound
from ..models.imports import JournalImport
from ..rules.roles import TREASURERS

IMPORTS_SHOWN = 100


def files(session: Session, actor: Actor) -> list[JournalImport]:
    """The latest files, without their entries. Raises NotPermitted."""
    actor.require("cooperative", roles=TREASURERS)
    return list(
        session.scalars(
            select(JournalImport)
            .where(JournalImport.cooperative_id == actor.organisation_id)
            .order_by(JournalImport.created_at.desc())
            .limit(IMPORTS_SHOWN)
            .options(defer(JournalImport.entries), defer(JournalImport.accounts), defer(JournalImport.findings))
        )
    )


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """A file as its page shows it: its entries, the accounts still to be settled, and ours to choose from."""

    row: JournalImport
    entries: tuple[imports.ImportedEntry, ...]
    accounts: tuple[imports.FileAccount, ...]
    asked: frozenset[str]
    chart: tuple[ledger.Account, ...]

    @property
    def debit(self) -> int:
        """The sum of the entries, rupiah."""
        return sum(line.debit for entry in self.entries for line in entry.lines)

    @property
    def stops(self) -> bool:
        """Whether something in the file must be mended first."""
        return any(finding["stops"] for finding in self.row.findings)


def file(session: Session, actor: Actor, import_id: UUID) -> ImportSeen:
    """One file. Raises NotPermitted, NotFound."""
    actor.require("cooperative", roles=TREASURERS)
    row = session.scalar(
        select(JournalImport).where(
            JournalImport.cooperative_id == actor.organisation_id, JournalImport.id == import_id
        )
    )
    if row is None:
        raise NotFound
    chart = ledger.accounts(session.connection(), actor.organisation_id) or list(ledger.chart_template())
    accounts = tuple(imports.FileAccount(**account) for account in row.accounts)
    asked = imports.open_questions(accounts, row.mapping, chart) if row.state == "read" else []
    entries = tuple(imports.ImportedEntry.from_plain(entry) for entry in row.entries)
    return ImportSeen(row, entries, accounts, frozenset(each.account for each in asked), tuple(chart))
