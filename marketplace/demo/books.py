"""The books of the sample cooperative over a year, written by the same services that people use."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from uuid import UUID

from ..actor import Actor
from ..bookkeeping import ensure_books
from ..books.rules.nik import NikSafe
from ..books.services.cash import books_of
from ..clock import today
from ..database import transaction
from ..settings import Settings
from .calendar import Year
from .members import lend, register_members, save
from .trade import count_stock, open_and_trade, take_cash


def open_the_books(treasurer: Actor) -> None:
    """The books open with the sample's year, before anything else is booked."""
    year = Year(today(treasurer.time_zone))
    with transaction() as session:
        ensure_books(session, books_of(treasurer), year.first)


def keep_books(settings: Settings, hands: Mapping[str, Actor], own: tuple[UUID, str]) -> None:
    """Members, savings, loans, sales, costs and counts; `hands` by role, `own` the member's account and its number."""
    year, chance = Year(today(hands["treasurer"].time_zone)), Random(7)  # noqa: S311 - made up figures, the same each time
    members = register_members(NikSafe(settings.secret_key), hands["treasurer"], year, own)
    open_and_trade(hands["treasurer"], year, chance)
    save(hands["cashier"], members, year, chance)
    lend(dict(hands), members, year)
    count_stock(hands["treasurer"], year)
    take_cash(hands["cashier"], members, year, chance)
