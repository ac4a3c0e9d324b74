"""What stands around a page for the one who is signed in: few words, by the kind of his organisation."""

from __future__ import annotations

from flask import current_app, g, request, url_for
from werkzeug.routing import BuildError

from frontend.shell import Organisation, Place, Shell
from frontend.translations import gettext_lazy as _
from marketplace.actor import Actor

PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "cooperative": (
        ("comparison.wanted", _("Belanja")),
        ("orders.order_list", _("Pesanan")),
        ("suppliers.supplier_list", _("Pemasok")),
        ("books.trial_balance", _("Buku")),
    ),
    "supplier": (
        ("suppliers.own_lists", _("Daftar harga")),
        ("orders.order_list", _("Pesanan")),
    ),
    "city_office": (("identity.city_office", _("Koperasi")),),
    "platform": (("identity.organisations", _("Organisasi")),),
    "producer_group": (),
}
"""Kind of organisation -> its places: endpoint and word."""
