"""The API of the books, a blueprint per subject; a blueprint's name is the name of its scopes."""

from __future__ import annotations

from flask_smorest import Blueprint

from .bank import bank
from .cash import cash
from .journal import journal
from .ledger import ledger
from .loans import loans
from .members import members
from .periods import periods
from .quarters import quarters
from .reports import reports
from .savings import savings
from .seals import seals
from .surplus import surplus

blueprints: tuple[Blueprint, ...] = (
    bank,
    cash,
    journal,
    ledger,
    loans,
    members,
    periods,
    quarters,
    reports,
    savings,
    seals,
    surplus,
)
