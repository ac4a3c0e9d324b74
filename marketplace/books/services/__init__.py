"""Verbs of the books, a module per subject; all join the caller's transaction."""
