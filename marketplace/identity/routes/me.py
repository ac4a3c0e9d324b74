"""Who is calling."""

from __future__ import annotations

from flask_smorest import Blueprint

from ...actor import Actor
from ...api import ErrorAnswer, current_actor
from ..schemas import MeAnswer

me = Blueprint("me", __name__, url_prefix="/api/v1/me", description="Who this caller is. Every token may ask.")


@me.route("")
@me.response(200, MeAnswer)
@me.alt_response(401, schema=ErrorAnswer)
def show_me() -> Actor:
    """Who this caller is

    The organisation, the roles, and for a token its scopes.
    """
    return current_actor()
