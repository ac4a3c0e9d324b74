"""The sample cooperative's bank statement: what the books have, a day later, and what only the bank knows yet."""

from __future__ import annotations

from datetime import date, timedelta

from ..actor import Actor
from ..books.queries.cash import expected_on
from ..books.queries.ledger import account_statement
from ..books.rules.cash import MAIN_BANK
from ..books.services.bank import import_statement
from ..database import transaction
from .calendar import Year

DAYS = 27
FEE, INTEREST = 12_500, 41_230
"""What the bank took and gave, rupiah; nobody has booked them."""


def import_bank_statement(treasurer: Actor, year: Year) -> None:
    """The last weeks of the bank account; what moved in the last three days is not on it yet."""
    first, last = year.today - timedelta(days=DAYS), year.today - timedelta(days=3)
    with transaction() as session:
        before = expected_on(session, treasurer.organisation_id, MAIN_BANK, first - timedelta(days=1))
        found = account_statement(session, treasurer, MAIN_BANK, first=first, last=last)
        rows = [(line.posting_date, line.debit - line.credit, line.narration or "") for line in found.statement.lines]
        rows += [(last, -FEE, "BIAYA ADM BULANAN"), (last, INTEREST, "JASA GIRO")]
        import_statement(session, treasurer, MAIN_BANK, "rekening-koran.csv", _file(before, rows))


def _file(before: int, rows: list[tuple[date, int, str]]) -> bytes:
    """The bank's file: day, words, out, in, balance."""
    lines, balance = ["Tanggal;Keterangan;Debet;Kredit;Saldo"], before
    for day, amount, words in rows:
        balance += amount
        out, came = (-amount, "") if amount < 0 else ("", amount)
        lines.append(f"{day:%d/%m/%Y};{words.upper()[:60]};{out};{came};{balance}")
    return "\n".join(lines).encode()
