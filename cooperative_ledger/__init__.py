"""The books of cooperatives on PostgreSQL: accounts, balanced immutable entries, reversal, statements, exports.

A library: it knows no web and no marketplace. Every function takes the caller's connection, joins the caller's
transaction and never commits. README.md shows how it is used.
"""

from .accounts import (
    Account,
    accounts,
    add_accounts,
    chart_template,
    close_account,
    english_names,
    guard_account,
    limit_account,
    open_books,
    rename_account,
)
from .balances import TrialBalanceRow, balance, fold, trial_balance
from .connections import with_cooperative
from .entries import Counterparty, Document, Entry, Line, Reversal, credit, debit, new_entry_id
from .holds import Held, capture, release, reserve
from .installation import grant_application, install, installed_version, newest_version
from .periods import PeriodChange, change_period, close_period, period_changes, period_of, period_state
from .posting import Posted, post, post_one, redact_narration, reverse
from .refusals import REFUSALS, PostingRefused, Refused
from .statements import JournalEntry, JournalLine, Statement, StatementLine, account_statement, journal, journal_entry

__all__ = [
    "REFUSALS",
    "Account",
    "Counterparty",
    "Document",
    "Entry",
    "Held",
    "JournalEntry",
    "JournalLine",
    "Line",
    "PeriodChange",
    "Posted",
    "PostingRefused",
    "Refused",
    "Reversal",
    "Statement",
    "StatementLine",
    "TrialBalanceRow",
    "account_statement",
    "accounts",
    "add_accounts",
    "balance",
    "capture",
    "change_period",
    "chart_template",
    "close_account",
    "close_period",
    "credit",
    "debit",
    "english_names",
    "fold",
    "grant_application",
    "guard_account",
    "install",
    "installed_version",
    "journal",
    "journal_entry",
    "limit_account",
    "new_entry_id",
    "newest_version",
    "open_books",
    "period_changes",
    "period_of",
    "period_state",
    "post",
    "post_one",
    "redact_narration",
    "release",
    "rename_account",
    "reserve",
    "reverse",
    "trial_balance",
    "with_cooperative",
]
