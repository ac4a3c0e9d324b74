"""Knows which modules hold tables, so that migrations and tests see all of them."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "marketplace.outbox",
    "marketplace.audit",
    "marketplace.idempotency",
    "marketplace.bookkeeping.open_items",
    "marketplace.identity.models",
    "marketplace.catalog.models",
    "marketplace.books.models",
    "marketplace.suppliers.models",
    "marketplace.orders.models",
)


def import_tables() -> None:
    """Import every module with tables."""
    for module in MODULES:
        import_module(module)
