"""A form that came too late, signed out or with an old token, is shown to be sent again: nothing typed is lost."""

from __future__ import annotations

from flask import Response, g, make_response, render_template, request

SECRET = frozenset({"csrf_token", "password", "present", "code"})
"""Fields that no page repeats."""


def page(status: int) -> Response | None:
    """The posted form to be sent again; None where it was no form of ours that came too late.

    Only what one of our own pages posted is repeated: a form of another site is never offered to be sent.
    """
    came_too_late = status == 401 or (status == 400 and not g.get("csrf_valid"))
    from_our_page = request.method == "POST" and request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not came_too_late or not from_our_page or request.blueprint == "identity":
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in SECRET]
    shown = render_template(
        "errors/resend.html", fields=fields, signed_out=status == 401, with_file=bool(request.files)
    )
    return make_response(shown, status)
