"""How a statement is laid out: a table of groups and sums, and the one function that fills it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ..accounts import Account, AccountType, chart_template, english_names

RowKind = Literal["heading", "group", "account", "sum", "total"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Words alone, above what follows."""

    key: str
    name: str
    english: str


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of a type whose codes begin with one of `prefixes`; without prefixes: all that no other group takes.

    Amounts come in as what raises the statement's last sum; `sign` -1 shows what lowers it as a plain figure.
    """

    key: str
    name: str
    english: str
    account_type: AccountType
    prefixes: tuple[str, ...] = ()
    sign: Literal[1, -1] = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of groups and earlier sums, by key; `sign` as in Group."""

    key: str
    name: str
    english: str
    of: tuple[str, ...]
    total: bool = False
    sign: Literal[1, -1] = 1


Layout = tuple[Heading | Group | Sum, ...]
Amounts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a statement: `amounts` in rupiah, one for each column (none for a heading).

    `key` is the account's code, or the name of the group or sum. `english` is the account's own name where the
    cooperative gave it one.
    """

    key: str
    kind: RowKind
    name: str
    english: str
    amounts: Amounts


def arrange(layout: Layout, accounts: Sequence[Account], found: Mapping[str, Amounts], width: int) -> Iterator[Row]:
    """The rows of `layout` filled with `found` (code to amounts, `width` of them); what is zero throughout is left out,
    and so is a group without accounts and a sum without groups, except a total."""
    codes = _codes_by_group(layout, accounts, found)
    names = {account.code: account for account in accounts}
    sums: dict[str, Amounts] = {}
    heading: Row | None = None
    for part in layout:
        if isinstance(part, Heading):
            heading = Row(part.key, "heading", part.name, part.english, ())
            continue
        if isinstance(part, Group):
            rows = _group(part, [(names[code], found[code]) for code in codes.get(part.key, [])], width, sums)
        else:
            rows = _sum(part, width, sums)
        if rows and heading:
            yield heading
            heading = None
        yield from rows


def _group(group: Group, found: list[tuple[Account, Amounts]], width: int, sums: dict[str, Amounts]) -> list[Row]:
    if not found:
        return []
    sums[group.key] = add([amounts for _, amounts in found], width)
    shown = [
        Row(account.code, "account", account.name, english(account), _signed(amounts, group.sign))
        for account, amounts in found
    ]
    return [Row(group.key, "group", group.name, group.english, _signed(sums[group.key], group.sign)), *shown]


def _sum(part: Sum, width: int, sums: dict[str, Amounts]) -> list[Row]:
    there = [sums[key] for key in part.of if key in sums]
    if not there and not part.total:
        return []
    sums[part.key] = add(there, width)
    shown = _signed(sums[part.key], part.sign)
    return [Row(part.key, "total" if part.total else "sum", part.name, part.english, shown)]


def add(found: Sequence[Amounts], width: int) -> Amounts:
    """Column by column."""
    return tuple(sum(column) for column in zip(*found, strict=True)) if found else (0,) * width


def _signed(amounts: Amounts, sign: int) -> Amounts:
    return tuple(sign * amount for amount in amounts)


def _codes_by_group(layout: Layout, accounts: Sequence[Account], found: Mapping[str, Amounts]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for account in accounts:
        if any(found.get(account.code, ())):
            group = group_of(layout, account)
            if group:
                groups.setdefault(group.key, []).append(account.code)
    return groups


def group_of(layout: Layout, account: Account) -> Group | None:
    """The group with the longest prefix of the account's code, else the one for the rest; None: of no type here."""
    best: Group | None = None
    length = -1
    for part in layout:
        if isinstance(part, Group) and part.account_type == account.account_type:
            fitting = [len(prefix) for prefix in part.prefixes or ("",) if account.code.startswith(prefix)]
            if fitting and max(fitting) > length:
                best, length = part, max(fitting)
    return best


def english(account: Account) -> str:
    """The account's English name while it has the template's own Indonesian one, else the name it was given."""
    return _english().get((account.code, account.name), account.name)


@cache
def _english() -> dict[tuple[str, str], str]:
    names = english_names()
    return {(account.code, account.name): names[account.code] for account in chart_template()}
