"""Where the money is now, what moved in two weeks, and thirty days ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, url_for
from flask_babel import gettext as _

from frontend.books.cash import account_name
from frontend.books.documents import document_url
from frontend.books.forms import page
from frontend.translations import gettext_lazy
from marketplace.api import current_actor
from marketplace.books.queries import cash as queries
from marketplace.books.queries.forecast import cash_forecast
from marketplace.books.rules.cash import TILLS
from marketplace.books.rules.forecast import DAYS, Forecast
from marketplace.books.rules.roles import CASHIERS, READERS
from marketplace.clock import today
from marketplace.database import transaction

LOOKED_BACK = 14
MOST_KNOWN = 60

KINDS: dict[str, object] = {
    "payable": gettext_lazy("Tagihan jatuh tempo"),
    "receivable": gettext_lazy("Piutang jatuh tempo"),
    "instalment": gettext_lazy("Angsuran anggota"),
    "term_saving": gettext_lazy("Simpanan berjangka jatuh tempo"),
}
"""Kind of what is known to come or go -> its words."""


def money() -> Response:
    """What is in each till and bank account, the last two weeks, and the days ahead."""
    actor = current_actor()
    day = today(actor.time_zone)
    with transaction() as session:
        places = queries.money(session, actor, day)
        flows = queries.flows(session, actor, day - timedelta(days=LOOKED_BACK - 1), day)
        ahead = cash_forecast(session, actor, day)
        missing = queries.uncounted_days(session, actor.organisation_id, day - timedelta(days=7), day)
    return page(
        "cash/money",
        day=day,
        holding=places,
        name=account_name,
        total=sum(each.balance for each in places),
        flows=flows,
        ahead=ahead,
        enough=_enough(ahead),
        kinds=KINDS,
        known=ahead.known[:MOST_KNOWN],
        missing=[each for each in missing if each[1] < day],
        negative=[each for each in places if each.kind == "till" and each.balance < 0],
        document_url=document_url,
        may_write=actor.has_role(*CASHIERS),
        may_read=actor.has_role(*READERS),
        is_till=lambda code: code.startswith(TILLS),
        address=_address,
    )


def _enough(ahead: Forecast) -> str:
    """For how long the money is enough, in a sentence."""
    if ahead.start < 0:
        return _("Menurut buku uangnya sudah kurang dari nol.")
    if ahead.lasts is None:
        return _("Cukup untuk %(days)s hari ke depan.", days=DAYS)
    return _("Cukup untuk %(days)s hari.", days=ahead.lasts)


def _address(place: Any) -> str:
    """Where the lines of a place are: a till's day, else the account."""
    if place.kind == "till":
        return url_for("books.cash_day", till=place.code)
    return url_for("books.account", code=place.code)
