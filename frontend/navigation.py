"""What stands around a page for the one who is signed in: few words, by the kind of his organisation."""

from __future__ import annotations

from flask import g, request, url_for

from frontend.identity.words import role_list
from frontend.shell import Organisation, Place, Shell
from frontend.translations import gettext_lazy as _
from marketplace.actor import Actor

OFFICES = ("administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor")
"""Who works for a cooperative; a member who holds no office has places of his own."""

PLACES: dict[str, tuple[tuple[str, object, tuple[str, ...]], ...]] = {
    "cooperative": (
        ("comparison.want_lists", _("Belanja"), OFFICES),
        ("orders.orders", _("Pesanan"), OFFICES),
        ("suppliers.suppliers", _("Pemasok"), OFFICES),
        ("books.books", _("Buku"), ()),
    ),
    "supplier": (("suppliers.home", _("Daftar harga"), ()), ("orders.orders", _("Pesanan"), ())),
    "city_office": (
        ("identity.city_office", _("Koperasi"), ()),
        ("suppliers.boats", _("Kapal"), ()),
        ("catalog.price_caps", _("HET"), ()),
    ),
    "platform": (("identity.organisations", _("Organisasi"), ()), ("catalog.price_caps", _("HET"), ())),
    "producer_group": (("identity.people", _("Orang"), ()),),
}
"""Kind of organisation -> its places: endpoint, word, the roles it is for (none: for everybody)."""

HOMES: tuple[tuple[str, str], ...] = (
    ("manager", "comparison.want_lists"),
    ("chair", "comparison.want_lists"),
    ("treasurer", "books.books"),
    ("cashier", "books.cash"),
    ("secretary", "books.books"),
    ("supervisor", "books.books"),
    ("administrator", "comparison.want_lists"),
    ("member", "books.own"),
)
"""Role in a cooperative -> where its work begins; the first role held decides."""

BELONGS_TO = {"suppliers.counts": "identity", "books.published_quarters": "identity"}
"""Endpoint -> the blueprint in whose place it is shown, where that is not its own."""


def places_of(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Endpoint and word of each place of the one who is signed in."""
    return tuple(
        (endpoint, str(word))
        for endpoint, word, roles in PLACES[actor.organisation_kind]
        if not roles or actor.has_role(*roles)
    )


def home_of(actor: Actor) -> str:
    """The endpoint of the page with which the one who is signed in begins."""
    by_role = (endpoint for role, endpoint in HOMES if actor.is_a("cooperative") and actor.has_role(role))
    return next(by_role, places_of(actor)[0][0])


def shell() -> Shell:
    """The surroundings of this request."""
    actor: Actor | None = getattr(g, "actor", None)
    if actor is None or actor.scopes is not None:
        return Shell(home=url_for("home"), sign_in=url_for("identity.show_sign_in"))
    return Shell(
        home=url_for("home"),
        places=tuple(_place(endpoint, word) for endpoint, word in places_of(actor)),
        person=actor.names.get("person"),
        organisation=actor.names.get("organisation"),
        role=role_list(sorted(actor.roles)),
        others=_others(actor),
        account=url_for("identity.account"),
        sign_out=url_for("identity.sign_out"),
    )


def _place(endpoint: str, word: str) -> Place:
    here = BELONGS_TO.get(request.endpoint or "", request.blueprint or "")
    return Place(word, url_for(endpoint), current=here == endpoint.partition(".")[0])


def _others(actor: Actor) -> tuple[Organisation, ...]:
    return tuple(
        Organisation(
            row.organisation.name,
            role_list(sorted(row.roles)),
            url_for("identity.switch", organisation_id=row.organisation_id),
        )
        for row in g.get("memberships", ())
        if row.organisation_id != actor.organisation_id
    )
