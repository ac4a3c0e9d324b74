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
from .periods import (
    PeriodChange,
    PeriodClose,
    books_opened_on,
    change_period,
    close_period,
    finish_close,
    period_changes,
    period_closes,
    period_of,
    period_state,
    period_states,
    trial_balance_hash,
)
from .posting import Posted, post, post_one, redact_narration, reverse
from .refusals import REFUSALS, PostingRefused, Refused
from .statements import JournalEntry, JournalLine, Statement, StatementLine, account_statement, journal, journal_entry
from .year_end import YearClosed, YearNotOver, YearResult, close_year, open_months, year_result

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
    "PeriodClose",
    "Posted",
    "PostingRefused",
    "Refused",
    "Reversal",
    "Statement",
    "StatementLine",
    "TrialBalanceRow",
    "YearClosed",
    "YearNotOver",
    "YearResult",
    "account_statement",
    "accounts",
    "add_accounts",
    "balance",
    "books_opened_on",
    "capture",
    "change_period",
    "chart_template",
    "close_account",
    "close_period",
    "close_year",
    "credit",
    "debit",
    "english_names",
    "finish_close",
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
    "open_months",
    "period_changes",
    "period_closes",
    "period_of",
    "period_state",
    "period_states",
    "post",
    "post_one",
    "redact_narration",
    "release",
    "rename_account",
    "reserve",
    "reverse",
    "trial_balance",
    "trial_balance_hash",
    "with_cooperative",
    "year_result",
]
