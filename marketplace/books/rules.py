"""Who reads a cooperative's books."""

from __future__ import annotations

READERS = ("treasurer", "manager", "supervisor", "chair")
"""Roles of the cooperative. A city office, a supplier and a member do not."""
