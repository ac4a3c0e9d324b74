"""How a counterparty of the ledger is called on a page: a member by number and name, a supplier by name."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.actor import Actor
from marketplace.books.queries.reports import member_names
from marketplace.orders.queries.partners import supplier_names


def party_names(session: Session, actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """A name for each of `ids`; whoever is no member and no known supplier is called by the end of his id."""
    names = {**supplier_names(session, actor, ids), **member_names(session, actor, ids)}
    return {each: names.get(each) or _("Pihak %(mark)s", mark=str(each)[-6:]) for each in ids}
