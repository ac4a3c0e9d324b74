"""From the accounts of a file to ours: what is plain is proposed, the rest is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ..accounts import Account
from .reading import FileAccount

Mapping = dict[str, str]
"""Account of the file -> a code of ours, or `new:` and the heading below which it is to be made."""

NEW = "new:"
_CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,31}")


def propose(accounts: Iterable[FileAccount], chart: Sequence[Account]) -> Mapping:
    """What each account of the file plainly is: the same code, a code in front of its name, or the same name."""
    postable = [account for account in chart if account.postable and account.closed_on is None]
    codes = {account.code for account in postable}
    names: dict[str, list[str]] = {}
    for account in postable:
        names.setdefault(_plain(account.name), []).append(account.code)
    found = {}
    for each in accounts:
        code = _code_in(each.account, codes) or _only(names.get(_plain(each.name or each.account)))
        if code:
            found[each.account] = code
    return found


def _code_in(written: str, codes: set[str]) -> str | None:
    """The account's own code, or one that its last part begins with: `Assets:1-1100-Kas`, `1-1100 Kas`."""
    if written in codes:
        return written
    last = written.rpartition(":")[2]
    fitting = [code for code in codes if re.match(rf"{re.escape(_dashed(code))}(?:$|[^0-9A-Za-z])", _dashed(last))]
    return max(fitting, key=len, default=None)


def _dashed(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text)


def _only(codes: list[str] | None) -> str | None:
    return codes[0] if codes and len(codes) == 1 else None


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def open_questions(accounts: Iterable[FileAccount], mapping: Mapping, chart: Sequence[Account]) -> list[FileAccount]:
    """The accounts that are not mapped, or to what is not there (any more), or that cannot be made as asked."""
    codes = {account.code for account in chart if account.postable and account.closed_on is None}
    headings = {account.code for account in chart if not account.postable}
    taken = {account.code for account in chart} - codes

    def is_open(each: FileAccount) -> bool:
        goal = mapping.get(each.account, "")
        if not goal.startswith(NEW):
            return goal not in codes
        return goal.removeprefix(NEW) not in headings or code_of(each) is None or code_of(each) in taken

    return [each for each in accounts if is_open(each)]


def code_of(account: FileAccount) -> str | None:
    """The code that an account of the file would have here; None where it is no code."""
    return account.account if _CODE.fullmatch(account.account) else None


def new_accounts(accounts: Iterable[FileAccount], mapping: Mapping, chart: Sequence[Account]) -> list[Account]:
    """The accounts to be made, each below its heading and of its type."""
    headings = {account.code: account for account in chart if not account.postable}
    made = []
    for each in accounts:
        goal = mapping.get(each.account, "")
        if goal.startswith(NEW) and (heading := headings.get(goal.removeprefix(NEW))) is not None:
            made.append(
                Account(
                    code=each.account,
                    name=each.name or each.account,
                    account_type=heading.account_type,
                    normal_side=heading.normal_side,
                    parent_code=heading.code,
                )
            )
    return made


def goal_of(account: str, mapping: Mapping) -> str:
    """The code that lines of the file's account are posted on. Raises KeyError where it is not mapped."""
    goal = mapping[account]
    return account if goal.startswith(NEW) else goal
