"""Decisions about the books as pure functions and tables, a module per subject."""
