"""Which lines of the ledger a line of the bank is about: by amount and day, certain only where nothing else fits.

Amounts are rupiah as the bank account sees them: above zero came in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

BEFORE = timedelta(days=7)
"""By how much the books may be ahead of the bank: money that was deposited on a Friday."""
AFTER = timedelta(days=3)
"""By how much the bank may be ahead of the books: a transfer that was noticed later."""
MOST_PARTS = 6
MOST_SUMS = 50
"""For so many lines of the bank at once sums are looked for: a page of them."""
MOST_CANDIDATES = 14
"""For a line made of several, only the nearest so many are tried: 2^14 sums are looked at in no time."""


@dataclass(frozen=True, slots=True)
class BooksLine:
    """A line of the ledger on the bank's account that nothing is matched with."""

    entry_id: UUID
    line_no: int
    day: date
    amount: int
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BankMove:
    """A line of the bank that nothing is matched with."""

    id: UUID
    day: date
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a line of the bank may be about. `is_certain`: nothing else fits, and the bank names the reference."""

    bank_line: UUID
    parts: tuple[BooksLine, ...]
    is_certain: bool = False
    others: int = 0


def propose(moves: Iterable[BankMove], lines: Sequence[BooksLine], *, sums: int = MOST_SUMS) -> list[Proposal]:
    """A proposal for each line of the bank that has one, each line of the ledger in one proposal at most.

    First what is equal one to one, the nearest day first; then sums of several lines, where one such sum fits alone,
    for the oldest `sums` lines that are left.
    """
    ordered = sorted(moves, key=lambda move: (move.day, str(move.id)))
    by_amount: dict[int, list[BooksLine]] = defaultdict(list)
    for line in lines:
        by_amount[line.amount].append(line)
    wanted: dict[int, list[BankMove]] = defaultdict(list)
    for move in ordered:
        wanted[move.amount].append(move)
    taken: set[tuple[UUID, int]] = set()
    found = []
    for move in ordered:
        if single := _single(move, by_amount[move.amount], wanted[move.amount], taken):
            found.append(single)
            taken.update((part.entry_id, part.line_no) for part in single.parts)
    settled = {proposal.bank_line for proposal in found}
    for move in [each for each in ordered if each.id not in settled][:sums]:
        if several := _several(move, lines, taken):
            found.append(several)
            taken.update((part.entry_id, part.line_no) for part in several.parts)
    return found


def _single(
    move: BankMove, equal: Sequence[BooksLine], rivals: Sequence[BankMove], taken: set[tuple[UUID, int]]
) -> Proposal | None:
    near = [line for line in equal if is_near(move, line)]
    free = [line for line in near if (line.entry_id, line.line_no) not in taken]
    if not free:
        return None
    best = min(
        free, key=lambda line: (not is_named(move, line), abs(line.day - move.day), line.day, str(line.entry_id))
    )
    alone = len(near) == 1 and sum(is_near(rival, best) for rival in rivals) == 1
    return Proposal(move.id, (best,), alone and is_named(move, best), len(free) - 1)


def is_near(move: BankMove, line: BooksLine) -> bool:
    """Whether the days are near enough to be the same money."""
    return move.day - BEFORE <= line.day <= move.day + AFTER


def is_named(move: BankMove, line: BooksLine) -> bool:
    """Whether the bank's words name the line: its reference, or a number of four digits or more that is in both."""
    said = _plain(move.words)
    if len(reference := _plain(line.reference)) >= 4 and reference in said:
        return True
    numbers = set(re.findall(r"\d{4,}", f"{line.reference} {line.words}"))
    return any(number in re.findall(r"\d{4,}", move.words) for number in numbers - _years(move))


def _plain(words: str) -> str:
    return re.sub(r"[^0-9a-z]", "", words.lower())


def _years(move: BankMove) -> set[str]:
    """Numbers that are in everything: the year, the day and month."""
    return {str(move.day.year), f"{move.day:%d%m}", f"{move.day:%m%d}", f"{move.day:%d%m%Y}", f"{move.day:%Y%m%d}"}


def _several(move: BankMove, lines: Sequence[BooksLine], taken: set[tuple[UUID, int]]) -> Proposal | None:
    """The one set of two to six lines of the same direction that comes to the amount; None where none or more."""
    same_way = [
        line
        for line in lines
        if line.amount * move.amount > 0
        and abs(line.amount) < abs(move.amount)
        and is_near(move, line)
        and (line.entry_id, line.line_no) not in taken
    ]
    same_way.sort(key=lambda line: (abs(line.day - move.day), str(line.entry_id), line.line_no))
    sums = list(_sums(same_way[:MOST_CANDIDATES], abs(move.amount), MOST_PARTS))
    return Proposal(move.id, sums[0]) if len(sums) == 1 else None


def _sums(lines: Sequence[BooksLine], rest: int, parts: int) -> Iterable[tuple[BooksLine, ...]]:
    """Every set of at most `parts` lines that comes to `rest`, stopping at the second."""
    found: list[tuple[BooksLine, ...]] = []

    def search(start: int, left: int, chosen: tuple[BooksLine, ...]) -> None:
        if left == 0 and len(chosen) > 1:
            found.append(chosen)
        if left <= 0 or len(chosen) == parts:
            return
        for index in range(start, len(lines)):
            if len(found) > 1:
                return
            search(index + 1, left - abs(lines[index].amount), (*chosen, lines[index]))

    search(0, rest, ())
    return found


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Why the books and the bank differ on a day, rupiah. `before` is the difference that was there before the first
    statement; `missing` what lies in statements that were not imported: zero where they follow on one another."""

    day: date
    books: int
    bank: int
    before: int
    only_in_books: int
    only_in_bank: int

    @property
    def difference(self) -> int:
        """Books less bank."""
        return self.books - self.bank

    @property
    def missing(self) -> int:
        """What nothing explains."""
        return self.difference - self.before - self.only_in_books + self.only_in_bank
