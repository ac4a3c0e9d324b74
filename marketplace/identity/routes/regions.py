"""Indonesia's regions from province to village."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from sqlalchemy.orm import Session

from ...api import ErrorAnswer, page_of
from ...database import transaction
from .. import queries
from ..models import Region
from ..schemas import RegionAnswer, RegionArguments

regions = Blueprint(
    "regions",
    __name__,
    url_prefix="/api/v1/regions",
    description="Provinces, regencies and cities, districts and villages by Kemendagri code.",
)


@regions.route("")
@regions.arguments(RegionArguments, location="query")
@regions.response(200, page_of(RegionAnswer))
def list_regions(asked: dict[str, Any]) -> dict[str, Any]:
    """Search regions, or list the parts of one

    `q` finds by words of the name and of what the region lies in, best match first and at most one page; without it
    the parts of `parent` (the provinces where it is missing) by code.
    """
    with transaction() as session:
        if not asked["q"]:
            return _parts(session, asked)
        found = queries.search_regions(
            session, asked["q"], level=asked["level"], within=asked["within"], limit=asked["limit"] + 1
        )
    return {"data": found[: asked["limit"]], "has_more": len(found) > asked["limit"], "next": None}


def _parts(session: Session, asked: dict[str, Any]) -> dict[str, Any]:
    statement = queries.regions_in(asked["parent"]).order_by(Region.code).limit(asked["limit"] + 1)
    if asked["after"]:
        statement = statement.where(Region.code > asked["after"])
    rows = session.scalars(statement).all()
    more, rows = len(rows) > asked["limit"], rows[: asked["limit"]]
    return {"data": rows, "has_more": more, "next": rows[-1].code if more else None}


@regions.route("/<string:code>")
@regions.response(200, RegionAnswer)
@regions.alt_response(404, schema=ErrorAnswer)
def show_region(code: str) -> Region:
    """One region by its Kemendagri code"""
    with transaction() as session:
        return queries.region(session, code)
