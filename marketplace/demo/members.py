"""The members of the sample cooperative, their savings and their loans over the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from ..actor import Actor
from ..books.models.members import Member
from ..books.rules.loans import LoanRequest, PaymentRequest
from ..books.rules.members import MemberRequest
from ..books.rules.nik import NikSafe
from ..books.services import members as registering
from ..books.services import savings, savings_policy, term_savings
from ..books.services.loans import paying, requesting
from ..books.services.term_savings import TermRequest
from ..database import transaction
from .calendar import Year, months_after

PRINCIPAL_DUES = 100_000
MANDATORY_DUES = 20_000

NAMES = (
    "Udin Saleh", "Aminah Yusuf", "Baharuddin", "Siti Khadijah", "Junaidi Rahman", "Rohani Ismail", "Kamaruddin",
    "Fatimah Zahra", "Sulaiman Daud", "Nuraini Hamzah", "Mansur Ali", "Halimah Saad", "Zulkifli", "Rosmah Jamil",
    "Tarmizi Hasan", "Maimunah", "Anwar Ibrahim Siregar", "Latifah Umar", "Sahrul Gunawan", "Dewi Sartika",
    "Hamdan Yatim", "Ernawati", "Jamaluddin Arif", "Sri Wahyuni", "Abdul Karim", "Yusnidar", "Marzuki Salleh",
    "Nurhayati", "Idris Sardi", "Salmah Abu", "Rizal Effendi", "Mariani", "Usman Harun", "Rahmawati", "Taufik Hidayah",
    "Zubaidah", "Effendi Lubis", "Asmah Daud", "Hendri Saputra", "Yuliana", "Syahrial", "Kartini Lase",
)  # fmt: skip
"""All of them made up."""
JOINED_LATER = 12
"""So many of them, the last ones, joined in the course of the year."""


@dataclass(frozen=True, slots=True)
class SampleLoan:
    """A loan: who (by place in the list), what for, how much for how many months, in which month of the year it was
    handed out, and how many instalments were not paid."""

    member: int
    purpose: str
    principal: int
    months: int
    month: int
    behind: int = 0


LOANS = (
    SampleLoan(0, "Kail, es, dan bensin", 1_200_000, 12, 2),
    SampleLoan(2, "Jaring dan pelampung", 2_400_000, 12, 1),
    SampleLoan(4, "Mesin tempel bekas", 6_000_000, 12, 1, behind=2),
    SampleLoan(7, "Modal warung", 1_800_000, 9, 2),
    SampleLoan(12, "Biaya sekolah", 1_200_000, 6, 3),
    SampleLoan(15, "Perbaikan atap rumah", 3_000_000, 10, 3, behind=5),
    SampleLoan(20, "Bubu kepiting", 1_500_000, 10, 5),
    SampleLoan(23, "Kulkas untuk jualan es", 2_000_000, 10, 6, behind=1),
)
TERMS = (
    (0, 5_000_000, 12, "modal kerja musim depan", 3),
    (9, 3_000_000, 6, "biaya naik haji", 5),
    (17, 2_000_000, 12, "uang sekolah anak", 6),
)
"""Term savings: who, how much, for how many months, what for, opened in which month of the year."""


def register_members(safe: NikSafe, treasurer: Actor, year: Year, own: tuple[UUID, str]) -> list[Member]:
    """The register; the first member is the persona whose account `own` (id and phone) is."""
    with transaction() as session:
        for kind, amount in (("principal", PRINCIPAL_DUES), ("mandatory", MANDATORY_DUES)):
            savings_policy.set_dues_amount(session, treasurer, kind=kind, effective_from=year.first, amount=amount)
        made = []
        for place, name in enumerate(NAMES):
            later = max(0, place - (len(NAMES) - JOINED_LATER) + 1)
            joined_on = min(year.first + timedelta(days=19 * later), year.today)
            phone = own[1] if place == 0 else f"0813700{place:05}"
            request = MemberRequest(name=name, joined_on=joined_on, phone=phone, address="Pulau Terung")
            made.append(registering.register(session, treasurer, request, safe))
        registering.link(session, treasurer, made[0].id, own[0])
    return made


def save(cashier: Actor, members: Sequence[Member], year: Year, chance: Random) -> None:
    """Principal dues when joining, mandatory dues a few months at a time, voluntary savings now and then."""
    with transaction() as session:
        for member in members:
            savings.deposit(session, cashier, member.id, kind="principal", amount=PRINCIPAL_DUES, day=member.joined_on)
        for place, member in enumerate(members):
            for day, months in _dues_days(member.joined_on, year, lazy=place % 7 == 5):
                savings.deposit(session, cashier, member.id, kind="mandatory", amount=months * MANDATORY_DUES, day=day)
            _voluntary(session, cashier, member, year, chance)
        for place, amount, months, purpose, month in TERMS:
            request = TermRequest(amount=amount, months=months, percent_per_year=Decimal(4), purpose=purpose)
            day = year.day(month, 12)
            term_savings.open_term(session, cashier, members[place].id, request, way="transfer", day=day)


def _dues_days(joined_on: date, year: Year, *, lazy: bool) -> list[tuple[date, int]]:
    """When dues are paid and for how many months: three at a time; the lazy are two quarters behind."""
    days: list[tuple[date, int]] = []
    month = joined_on.replace(day=1)
    while True:
        day = months_after(month, 2).replace(day=8)
        if day > year.today or (lazy and day > year.today - timedelta(days=180)):
            return days
        days.append((max(day, joined_on), 3))
        month = months_after(month, 3)


def _voluntary(session: Session, cashier: Actor, member: Member, year: Year, chance: Random) -> None:
    for month in range(chance.randrange(4), len(year.months), chance.choice((3, 4, 5))):
        day = year.day(month, chance.randrange(1, 28))
        if member.joined_on <= day <= year.today:
            amount = chance.choice((50_000, 75_000, 100_000, 150_000, 250_000))
            savings.deposit(session, cashier, member.id, kind="voluntary", amount=amount, day=day)


def lend(hands: dict[str, Actor], members: Sequence[Member], year: Year) -> None:
    """Loans asked, approved by the chair, handed out and paid back month by month; some are behind."""
    for loan in LOANS:
        day = year.day(loan.month, 6)
        request = LoanRequest(
            member_id=members[loan.member].id,
            purpose=loan.purpose,
            principal=loan.principal,
            monthly_rate=Decimal(1),
            months=loan.months,
        )
        with transaction() as session:
            asked = requesting.ask(session, hands["treasurer"], request)
            requesting.approve(session, hands["chair"], asked.id)
            requesting.disburse(
                session,
                hands["cashier"],
                asked.id,
                paid_on=day,
                money_account="1-1200",
                first_due_on=months_after(day, 1),
            )
            _repay(session, hands["cashier"], asked.id, loan, day, year)


def _repay(session: Session, cashier: Actor, loan_id: UUID, loan: SampleLoan, day: date, year: Year) -> None:
    due = [months_after(day, number) for number in range(1, loan.months + 1)]
    due = [each for each in due if each <= year.today]
    instalment = loan.principal // loan.months + loan.principal // 100
    for each in due[: len(due) - loan.behind]:
        paid = PaymentRequest(amount=instalment, paid_on=each)
        paying.pay(session, cashier, loan_id, paid)
