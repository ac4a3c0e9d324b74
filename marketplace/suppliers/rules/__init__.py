"""Decisions about lists and offers as pure functions and tables."""
