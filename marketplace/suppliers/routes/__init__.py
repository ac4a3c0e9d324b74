"""The API of suppliers, a blueprint per subject; a blueprint's name is the name of its scopes."""

from __future__ import annotations

from flask_smorest import Blueprint

from .boats import freight
from .lists import price_lists
from .matches import matches
from .offers import offers
from .suppliers import supply

blueprints: tuple[Blueprint, ...] = (supply, price_lists, offers, matches, freight)
