"""How the pages of periods, vouchers, journal and chart take forms and tell what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from frontend import forms
from frontend.books.journal_words import FIELDS, PROBLEMS
from frontend.formatting import rupiah
from frontend.forms import sentences_of
from frontend.language import current_language
from marketplace.books.errors import VoucherWrong
from marketplace.books.queries.ledger import english_name
from marketplace.errors import DomainError, NotFound, NotPermitted


def account_name(code: str, name: str) -> str:
    """The account's name in the reader's language."""
    return english_name(code, name) if current_language() == "en" else name


def account_code(text: str, accounts: Iterable[Any]) -> str:
    """The code of what was typed or picked: a code, `code name`, or a name that only one account has; else the text."""
    typed = text.strip()
    names: dict[str, list[str]] = {}
    for account in accounts:
        if typed == account.code or typed.startswith(f"{account.code} "):
            return str(account.code)
        for name in {account.name, english_name(account.code, account.name)}:
            names.setdefault(_plain(name), []).append(account.code)
    found = names.get(_plain(typed), [])
    return found[0] if len(found) == 1 else typed


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def errors_of(error: DomainError, **names: str) -> dict[str, str]:
    """{field name: sentence}; `names` says how the form calls a field that the service calls otherwise."""
    if isinstance(error, VoucherWrong):
        return dict(_problem(each) for each in reversed(error.details["problems"]))
    return sentences_of(error, FIELDS, names)


def status_of(error: DomainError) -> int:
    """The status of the page that is shown again; what is not there at all, or not allowed at all, is raised."""
    if isinstance(error, NotFound):
        raise error
    if isinstance(error, NotPermitted) and error.code != NotPermitted.code:
        return 403
    return forms.status_of(error)


def _problem(problem: dict[str, Any]) -> tuple[str, str]:
    about = problem["about"]
    if problem["code"] == "unbalanced":
        about = rupiah(abs(int(about)), current_language())
    sentence = str(PROBLEMS[problem["code"]]).replace("%(about)s", about)
    if problem["line"] is not None:
        sentence = _("Baris %(number)s: %(sentence)s", number=problem["line"] + 1, sentence=sentence)
        return f"account-{problem['line']}", sentence
    fields = {"narration": "narration", "reference": "reference", "adjustment_day": "day", "day_in_future": "day"}
    return fields.get(problem["code"], "form"), sentence
