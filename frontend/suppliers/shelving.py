"""Renaming a list, putting it away, taking it out again."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.forms import given, version_seen
from frontend.language import current_language
from frontend.suppliers.forms import actor
from marketplace.database import transaction
from marketplace.errors import Conflict, Invalid
from marketplace.suppliers.services.shelving import change_list as change


def change_list(price_list_id: UUID) -> Redirect:
    """What the list is called from now on, and whether it holds."""
    archived = request.form.get("archived") == "yes"
    try:
        with transaction() as session:
            change(
                session, actor(), price_list_id, title=given("title"), archived=archived,
                expected_version=version_seen(),
            )  # fmt: skip
    except (Conflict, Invalid) as error:
        flash(error.message(current_language()), "error")
    else:
        flash(
            _("Daftar ini disimpan di arsip. Harganya tidak berlaku lagi.") if archived else _("Daftar tersimpan."),
            "success",
        )
    return redirect(url_for("suppliers.versions", price_list_id=price_list_id), 303)
