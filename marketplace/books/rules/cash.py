"""The cash book's decisions: what each button means, which times are believed, what a count comes to. Whole rupiah."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from uuid import UUID

Direction = Literal["in", "out"]
Party = Literal["member", "non_member"]

TILLS = "1-11"
"""Codes of the chart that begin so are tills."""
BANKS = "1-12"
ON_THE_WAY = "1-13"
"""Money that is ours and not at hand: at the payment gateway, in transit."""
MAIN_TILL = "1-1100"
MAIN_BANK = "1-1200"

LARGEST_AMOUNT = 10_000_000_000
"""Rupiah in one line of the cash book; more than this is a slip of the finger."""
OLDEST = timedelta(days=30)
"""How long a line may wait on a phone without signal."""
CLOCK_AHEAD = timedelta(minutes=10)
"""By how much a phone's clock may be fast; what it says then counts as now."""
LARGEST_BATCH = 100


@dataclass(frozen=True, slots=True)
class Category:
    """A button: its words, whether money comes in or goes out, and the account on the other side.

    With `non_member_account` it asks whether the other one is a member, and `account` is the one for members.
    """

    code: str
    name: str
    direction: Direction
    account: str
    non_member_account: str | None = None
    in_use: bool = True
    version: int = 0

    @property
    def asks_party(self) -> bool:
        """Whether the button is two: member and non-member."""
        return self.non_member_account is not None

    def account_for(self, party: str | None) -> str:
        """The account on the other side."""
        return self.non_member_account if party == "non_member" and self.non_member_account else self.account


DEFAULT_CATEGORIES = (
    Category("sale", "Penjualan", "in", "4-1100", "4-1110"),
    Category("from_bank", "Ambil dari bank", "in", MAIN_BANK),
    Category("other_income", "Pendapatan lain", "in", "4-9000"),
    Category("advance", "Uang muka pembeli", "in", "2-1400"),
    Category("supplies", "Belanja kecil", "out", "6-1800"),
    Category("delivery", "Ongkos kirim", "out", "6-1300"),
    Category("power", "Listrik, internet", "out", "6-1200"),
    Category("wages", "Gaji, honor", "out", "6-1100"),
    Category("to_bank", "Setor ke bank", "out", MAIN_BANK),
    Category("return", "Retur penjualan", "out", "4-1190"),
    Category("meeting", "Rapat, pendidikan", "out", "6-2100"),
)
"""What a cooperative that changed nothing sees, in this order."""


def categories_of(own: Iterable[Category]) -> tuple[Category, ...]:
    """The cooperative's buttons: the defaults with its changes in their places, then those it added."""
    changed = {each.code: each for each in own}
    known = tuple(changed.pop(each.code, each) for each in DEFAULT_CATEGORIES)
    return known + tuple(changed.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class CashRequest:
    """A line as it was written down. `happened_at` (with a time zone) is a phone's time; None: now."""

    key: str
    category: str
    amount: int
    happened_at: datetime | None = None
    party: str | None = None
    member_number: str = ""
    note: str = ""
    till: str = MAIN_TILL
    was_offline: bool = False


TimeDoubt = Literal["future", "too_old"]


def time_doubt(happened_at: datetime, present: datetime) -> TimeDoubt | None:
    """Why the time of a line is not believed; None where it is."""
    if happened_at > present + CLOCK_AHEAD:
        return "future"
    return "too_old" if happened_at < present - OLDEST else None


def believed_time(happened_at: datetime, present: datetime) -> datetime:
    """The time of a line in UTC; a clock that is a little fast counts as now."""
    return min(happened_at.astimezone(UTC), present)


DENOMINATIONS = (100_000, 75_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins of the rupiah that are about, rupiah each."""
MOST_PIECES = 100_000


def counted(pieces: Mapping[int, int]) -> int:
    """What the notes and coins come to."""
    return sum(value * number for value, number in pieces.items())


def pieces_are_possible(pieces: Mapping[int, int]) -> bool:
    """Whether only known denominations were counted, each a possible number of times."""
    return all(value in DENOMINATIONS and 0 <= number <= MOST_PIECES for value, number in pieces.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRequest:
    """A count of a till: pieces by denomination, why it differs, and what of it is handed on to whom."""

    till: str
    day: date
    pieces: Mapping[int, int]
    reason: str = ""
    handed_to: str = "stays"
    handed: int = 0


def second_person(first: UUID | None, second: UUID | None) -> bool:
    """Whether two hands are two people; a program is nobody."""
    return first is not None and second is not None and first != second


COUNT_DIFFERENCE = "6-1900"
"""Where too much or too little in the till is booked: in sight of the members, not hidden in sales."""
SIGNERS = ("cashier", "treasurer", "manager", "chair")
"""Who may sign a count that somebody else made; a supervisor writes nothing to money."""
OLDEST_COUNT = timedelta(days=31)
"""How far back a day may still be counted; more than one closing is never behind."""


def handed_to_account(till: str, handed_to: str) -> str | None:
    """The account that gains what is handed on after a count; None where the money stays in the same account."""
    if handed_to == "bank":
        return MAIN_BANK
    return MAIN_TILL if handed_to == "treasurer" and till != MAIN_TILL else None
