"""The API of orders."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprints: tuple[Blueprint, ...] = ()
