"""Reads of the books, a module per subject; every one starts from whose books the actor may see."""
