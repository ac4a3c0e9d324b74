"""What the API of boats takes and gives."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..services.boats import Line

NAME = validate.Length(1, 100)


class SeaRouteFields(Schema):
    """A boat line with its rhythm: on weekdays, every so many days from a day on, or only on the days entered."""

    name = fields.String(required=True, validate=NAME, metadata={"example": "Pompong Sekupang - Pulau Terong"})
    port_from = fields.String(required=True, validate=NAME)
    port_to = fields.String(required=True, validate=NAME)
    days = fields.Integer(required=True, validate=validate.Range(0, 60), metadata={"description": "on the way"})
    weekdays = fields.List(
        fields.Integer(validate=validate.Range(0, 6)), load_default=list, metadata={"description": "Monday is 0"}
    )
    first_on = fields.Date(load_default=None, allow_none=True)
    every_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 365))


class SeaRouteInput(SeaRouteFields):
    """A boat line in the place of what was said before."""

    @post_load
    def to_line(self, data: dict[str, Any], **_: Any) -> Line:
        """The service's own input type."""
        return Line(**data)


class SeaRouteAnswer(SeaRouteFields):
    """A boat line; `version` is its ETag."""

    id = fields.UUID(required=True)
    kept_by = fields.UUID(metadata={"description": "The organisation that may mend it."})
    version = fields.Integer(required=True)


class SeaRoutesAnswer(Schema):
    """Boat lines that the caller may use."""

    data = fields.List(fields.Nested(SeaRouteAnswer), required=True)


class SailingsArguments(Schema):
    """Which month."""

    month_of = fields.Date(load_default=None, metadata={"description": "A day of it; default: today."})


class SailingDayAnswer(Schema):
    """A day on which the boat leaves, or does not although it should."""

    departs_on = fields.Date(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["regular", "extra", "cancelled"]))


class SailingsAnswer(Schema):
    """The days of one month."""

    data = fields.List(fields.Nested(SailingDayAnswer), required=True)


class SailingDayArguments(Schema):
    """Which day."""

    departs_on = fields.Date(required=True)


class SailingInput(SailingDayArguments):
    """A day on which the boat leaves beside its rhythm, or does not leave."""

    cancelled = fields.Boolean(load_default=False)


class SailingAnswer(SailingInput):
    """A day of a boat line."""

    sea_route_id = fields.UUID()
