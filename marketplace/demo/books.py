"""The books of the sample cooperative over a year, written by the same services that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from uuid import UUID

from ..actor import Actor
from ..bookkeeping import ensure_books
from ..books.queries.quarters import live_quarter
from ..books.rules.nik import NikSafe
from ..books.rules.quarters import Quarter, quarter_of
from ..books.rules.surplus import Percentages, ResolutionRequest
from ..books.services import periods, quarters, surplus
from ..books.services.quarters import Words
from ..books.services.steps import books_of
from ..clock import today
from ..database import transaction
from ..settings import Settings
from .bank import import_bank_statement
from .calendar import Year, months_after
from .members import lend, register_members, save
from .trade import count_stock, count_tills, open_and_trade, take_cash

NOTE = (
    "Penjualan berjalan baik; perahu belanja dua kali sebulan membuat rak jarang kosong. "
    "Dua pinjaman tertunggak sedang kami datangi. Terima kasih kepada anggota yang berbelanja di koperasi sendiri."
)


def open_the_books(treasurer: Actor) -> None:
    """The books open with the sample's year, before anything else is booked."""
    year = Year(today(treasurer.time_zone))
    with transaction() as session:
        ensure_books(session, books_of(session, treasurer), year.first)


def keep_books(settings: Settings, hands: Mapping[str, Actor], own: tuple[UUID, str]) -> None:
    """Members, savings, loans, sales, costs and counts; `hands` by role, `own` the member's account and its number."""
    year, chance = Year(today(hands["treasurer"].time_zone)), Random(7)  # noqa: S311 - made up figures, the same each time
    members = register_members(NikSafe(settings.secret_key), hands["treasurer"], year, own)
    open_and_trade(hands["treasurer"], year, chance)
    save(hands["cashier"], members, year, chance)
    lend(dict(hands), members, year)
    count_stock(hands["treasurer"], year)
    take_cash(hands["cashier"], members, year, chance)
    count_tills(hands, year)
    import_bank_statement(hands["treasurer"], year)
    decide_shares(hands["treasurer"], year)
    quarter = quarter_of(year.today).before
    close_months(hands["treasurer"], quarter.last)
    publish(hands, quarter)


def decide_shares(treasurer: Actor, year: Year) -> None:
    """What the members' meeting decided of the surplus of the year before, by which this year's is estimated."""
    held_on = year.day(1, 14)
    shares = {
        "of_member": {"reserve": 35, "business": 25, "capital": 20, "board": 10, "education": 5, "social": 5},
        "of_non_member": {"reserve": 70, "education": 10, "social": 20},
    }
    exact = {part: {fund: Decimal(share) for fund, share in of.items()} for part, of in shares.items()}
    request = ResolutionRequest(
        year=held_on.year - 1, number=f"RAT/1/{held_on.year}", held_on=held_on, percentages=Percentages(**exact)
    )
    with transaction() as session:
        surplus.resolve(session, treasurer, request)


def close_months(treasurer: Actor, last: date) -> None:
    """The months of the books up to `last` are closed; a younger one still asks for it."""
    month = Year(today(treasurer.time_zone)).first.replace(month=1)
    while month <= last:
        period = month.year * 100 + month.month
        with transaction() as session:
            periods.close(session, treasurer, period, looked_at=True)
        with transaction() as session:
            periods.finish_closing(session, treasurer.organisation_id, period, periods.hand_of(treasurer))
        month = months_after(month, 1)


def publish(hands: Mapping[str, Actor], quarter: Quarter) -> None:
    """The newest quarter that is over: written by the treasurer, signed by the secretary, with a link for members."""
    with transaction() as session:
        prepared = quarters.prepare(session, hands["treasurer"], quarter, Words(NOTE))
        live = live_quarter(session, hands["secretary"], quarter, today(hands["secretary"].time_zone))
        seen = quarters.figures_hash(live)
        quarters.sign(session, hands["secretary"], prepared.id, prepared.version, seen=seen)
    with transaction() as session:
        quarters.share(session, hands["treasurer"], prepared.id)
