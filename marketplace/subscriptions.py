"""Which event causes which job. The one table that says who reacts to what."""

from __future__ import annotations

from typing import NamedTuple


class Subscription(NamedTuple):
    """A job (dotted path, taking event id and event content) and the queue it waits in."""

    job: str
    queue: str = "default"


SUBSCRIPTIONS: dict[str, tuple[Subscription, ...]] = {
    "books.ledger_check_asked": (Subscription("marketplace.books.jobs.check_books", "checking"),),
    "books.period_closing": (Subscription("marketplace.books.jobs.finish_closing"),),
    "identity.recovery_requested": (Subscription("marketplace.identity.jobs.mail_recovery_code"),),
    "suppliers.price_list_uploaded": (Subscription("marketplace.suppliers.jobs.read_price_list", "reading"),),
    "suppliers.price_list_answered": (Subscription("marketplace.suppliers.jobs.read_price_list", "reading"),),
    "suppliers.price_list_understood": (Subscription("marketplace.suppliers.jobs.match_articles", "reading"),),
    "suppliers.price_list_published": (Subscription("marketplace.orders.jobs.index_published"),),
}
"""Event name (see `outbox.event_name`) -> what is to be done about it. An event that is not here is only recorded."""
