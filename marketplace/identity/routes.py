"""The API of identity."""

from __future__ import annotations

from flask_smorest import Blueprint

blueprints: tuple[Blueprint, ...] = ()
