"""What a person can do with an order next, the most likely deed first."""

from __future__ import annotations

from collections.abc import Collection

from .states import ROLES, SUPPLIER_ROLES, TRANSITIONS

ORDER_OF_VERBS = (
    "submit", "approve", "answer", "agree", "receive", "bill", "pay", "close", "ship", "change", "send_back", "cancel",
)  # fmt: skip
FIRST = {"received": "bill", "billed": "pay", "paid": "close", "shipped": "receive"}
"""State -> the verb that comes before the others there."""
RECORDED_AS = {"answer": "record_answer", "ship": "receive"}
"""What the cooperative does in the name of a supplier without an account, and the verb whose roles may."""


def next_verbs(kind: str, roles: Collection[str], state: str, *, supplier_has_account: bool) -> tuple[str, ...]:
    """The verbs open to a person with `roles` in an organisation of `kind`, the most likely one first."""
    open_verbs = [
        verb
        for verb in ORDER_OF_VERBS
        if state in TRANSITIONS[verb] and _may(kind, roles, verb, supplier_has_account=supplier_has_account)
    ]
    return tuple(sorted(open_verbs, key=lambda verb: verb != FIRST.get(state)))


def _may(kind: str, roles: Collection[str], verb: str, *, supplier_has_account: bool) -> bool:
    if kind == "supplier":
        return bool(set(SUPPLIER_ROLES.get(verb, ())) & set(roles))
    if kind != "cooperative":
        return False
    if verb in RECORDED_AS:
        return not supplier_has_account and bool(set(ROLES[RECORDED_AS[verb]]) & set(roles))
    return bool(set(ROLES[verb]) & set(roles))
