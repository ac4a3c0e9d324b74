"""Verbs of loans: ask, decide, hand out, pay, change, set aside. Whoever changes a loan holds its row first."""
