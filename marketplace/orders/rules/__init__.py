"""Decisions about orders as tables and pure functions."""
