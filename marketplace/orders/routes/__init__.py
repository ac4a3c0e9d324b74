"""The API of orders, a blueprint per subject; a blueprint's name is the name of its scopes."""

from __future__ import annotations

from flask_smorest import Blueprint

from . import comparisons, documents, verbs
from .orders import purchase_orders
from .wants import want_lists

blueprints: tuple[Blueprint, ...] = (purchase_orders, want_lists)

__all__ = ["blueprints", "comparisons", "documents", "verbs"]
