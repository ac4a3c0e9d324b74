"""What the sample cooperative's shop took and spent: the old cash book as vouchers, the last days as cash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from ..actor import Actor
from ..books.models.members import Member
from ..books.queries.cash import expected_on
from ..books.rules.cash import DENOMINATIONS, LARGEST_BATCH, MAIN_TILL, CashRequest, CountRequest
from ..books.rules.vouchers import VoucherLine, VoucherRequest, simple
from ..books.services import cash, counts, vouchers
from ..clock import TIME_ZONES
from ..database import transaction
from .calendar import Year

LIVE_DAYS = 27
"""The days that were written down on the phone; before them a voucher a week."""
OPENING = (
    VoucherLine(account="1-1100", debit=6_500_000),
    VoucherLine(account="1-1200", debit=38_000_000),
    VoucherLine(account="1-3100", debit=17_600_000),
    VoucherLine(account="1-5400", debit=14_000_000),
    VoucherLine(account="3-1400", credit=50_000_000),
    VoucherLine(account="3-2100", credit=26_100_000),
)
"""What was there: money, goods, a freezer and scales; from a grant and from reserves."""
COUNTED = (17_900_000, 18_400_000, 17_200_000, 18_900_000, 19_300_000, 18_100_000, 19_700_000, 18_800_000, 20_100_000,
           19_500_000, 20_300_000)  # fmt: skip
"""The goods counted at the end of each month, rupiah."""
LOST = (60_000, 45_000, 120_000, 80_000, 0, 150_000, 40_000, 95_000, 70_000, 55_000, 60_000)


def open_and_trade(treasurer: Actor, year: Year, chance: Random) -> None:
    """Opening balances, then month by month: goods bought, wages and power paid, wear, and the week's sales."""
    with transaction() as session:
        _post(session, treasurer, "memorial", year.first, OPENING, "Saldo awal dari buku lama")
        last = year.today - timedelta(days=LIVE_DAYS + 1)
        for day in year.weeks_until(last):
            _week(session, treasurer, day, chance)
        for month in range(len(year.months) - 1):
            _month(session, treasurer, year, month, chance)


def _post(session: Session, actor: Actor, form: str, day: date, lines: Sequence[VoucherLine], narration: str) -> None:
    request = VoucherRequest(form=form, day=day, lines=tuple(lines), narration=narration)
    vouchers.post_voucher(session, actor, request)


def _week(session: Session, treasurer: Actor, day: date, chance: Random) -> None:
    members, others = chance.randrange(31, 39) * 100_000, chance.randrange(14, 20) * 100_000
    lines = (
        VoucherLine(account="1-1100", debit=members + others),
        VoucherLine(account="4-1100", credit=members, party="member"),
        VoucherLine(account="4-1110", credit=others, party="non_member"),
        VoucherLine(account="1-1200", debit=members + others - 700_000),
        VoucherLine(account="1-1100", credit=members + others - 700_000),
    )
    _post(session, treasurer, "memorial", day, lines, "Penjualan seminggu menurut buku kas, disetor ke bank")


def _month(session: Session, treasurer: Actor, year: Year, month: int, chance: Random) -> None:
    bought = chance.randrange(160, 176) * 100_000
    _post(session, treasurer, "memorial", year.day(month, 10), simple("1-3100", "1-1200", bought), "Belanja barang")
    costs = (
        VoucherLine(account="6-1100", debit=1_600_000),
        VoucherLine(account="6-1200", debit=chance.randrange(28, 40) * 10_000),
        VoucherLine(account="6-1300", debit=chance.randrange(20, 35) * 10_000),
    )
    paid = VoucherLine(account="1-1100", credit=sum(line.debit for line in costs))
    _post(session, treasurer, "expense", year.day(month, 25), (*costs, paid), "Honor, listrik, dan ongkos perahu")
    saved = simple("1-1200", "1-1100", 3_000_000)
    _post(session, treasurer, "memorial", year.day(month, 26), saved, "Simpanan dan angsuran disetor ke bank")
    _post(session, treasurer, "depreciation", year.end(month), simple("6-1500", "1-5900", 175_000), "Penyusutan alat")


def count_stock(treasurer: Actor, year: Year) -> None:
    """The goods are counted at each month's end, so what was sold has its cost."""
    with transaction() as session:
        for month in range(len(year.months) - 1):
            request = vouchers.stock_count(
                session, treasurer, account="1-3100", counted=COUNTED[month], lost=LOST[month], day=year.end(month),
                narration="Stok opname akhir bulan",
            )  # fmt: skip
            vouchers.post_voucher(session, treasurer, request)


def take_cash(cashier: Actor, members: Sequence[Member], year: Year, chance: Random) -> None:
    """The last days as they were tapped on the phone."""
    requests = []
    for back in range(LIVE_DAYS, 0, -1):
        day = year.today - timedelta(days=back)
        requests += _day(day, cashier, members, chance)
    for start in range(0, len(requests), LARGEST_BATCH):
        with transaction() as session:
            cash.record_many(session, cashier, requests[start : start + LARGEST_BATCH])


def _day(day: date, cashier: Actor, members: Sequence[Member], chance: Random) -> list[CashRequest]:
    zone = TIME_ZONES[cashier.time_zone]

    def line(hour: int, category: str, amount: int, party: str | None = None, number: str = "") -> CashRequest:
        moment = datetime.combine(day, time(hour, 5), zone)
        return CashRequest(
            key=f"contoh {day} {hour}", category=category, amount=amount, happened_at=moment, party=party,
            member_number=number,
        )  # fmt: skip

    buyer = members[0] if day.weekday() == 1 else chance.choice(members)  # the persona shops on Tuesdays
    lines = [
        line(10, "sale", chance.randrange(30, 45) * 10_000, party="member", number=buyer.number),
        line(13, "sale", chance.randrange(18, 30) * 10_000, party="non_member"),
    ]
    if chance.random() < 0.3:
        lines.append(line(15, *chance.choice((("supplies", 35_000), ("delivery", 60_000), ("power", 150_000)))))
    if day.weekday() == 5:
        lines.append(line(16, "to_bank", 3_000_000))
    return lines


def count_tills(hands: Mapping[str, Actor], year: Year) -> None:
    """The cashier counts in the evening and the treasurer signs; two days were forgotten, yesterday waits."""
    with transaction() as session:
        for back in (9, 8, 7, 6, 4, 3, 1):
            day = year.today - timedelta(days=back)
            expected = expected_on(session, hands["cashier"].organisation_id, MAIN_TILL, day)
            short = 5_000 if back == 7 else 0
            request = CountRequest(
                till=MAIN_TILL,
                day=day,
                pieces=_pieces(expected - short),
                reason="Kembalian kurang hitung" if short else "",
            )
            made = counts.count_till(session, hands["cashier"], request)
            if back > 1:
                counts.sign_count(session, hands["treasurer"], made.id, version=made.version)


def _pieces(amount: int) -> dict[int, int]:
    """Notes and coins that come to `amount`, the largest first."""
    pieces = {}
    for value in DENOMINATIONS:
        pieces[value], amount = divmod(amount, value)
    return pieces
