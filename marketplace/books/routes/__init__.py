"""The API of the books, a blueprint per subject; a blueprint's name is the name of its scopes."""

from __future__ import annotations

from flask_smorest import Blueprint

from .bank import bank
from .cash import cash
from .ledger import ledger
from .quarters import quarters
from .reports import reports
from .seals import seals

blueprints: tuple[Blueprint, ...] = (bank, cash, ledger, quarters, reports, seals)
