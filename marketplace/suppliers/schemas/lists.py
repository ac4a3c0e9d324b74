"""What the API of price lists takes and gives, from the file to the publication."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..services.lists import Publication
from .values import REGION_CODE


class UploadForm(Schema):
    """What comes with the file."""

    price_list_id = fields.UUID(load_default=None, metadata={"description": "The list this is a new version of."})
    title = fields.String(load_default=None, validate=validate.Length(1, 120))
    text = fields.String(load_default="", metadata={"description": "A pasted message, in place of a file."})


class UploadFile(Schema):
    """The file as it is: CSV, XLSX, XLS, ODS, PDF or text."""

    file = fields.Raw(load_default=None, metadata={"type": "string", "format": "binary"})


class PriceListAnswer(Schema):
    """A list that is handed in again and again."""

    id = fields.UUID(required=True)
    supplier_id = fields.UUID(required=True)
    title = fields.String(required=True)
    audience = fields.String(required=True)
    region_codes = fields.List(fields.String())
    archived_at = fields.DateTime(allow_none=True)
    version = fields.Integer(metadata={"description": "Its ETag."})


class PriceListChange(Schema):
    """What a list is called, and whether it is put away."""

    title = fields.String(required=True, validate=validate.Length(1, 120))
    archived = fields.Boolean(required=True, metadata={"description": "Put away: no version of it is in force."})


class CountsAnswer(Schema):
    """How a version stands to the one in force before it."""

    rows = fields.Integer()
    entries = fields.Integer()
    priced = fields.Integer()
    new = fields.Integer()
    changed = fields.Integer()
    same = fields.Integer()
    gone = fields.Integer()
    doubtful = fields.Integer()
    tax_unknown = fields.Integer(metadata={"description": "priced entries whose row does not say its tax basis"})


class VersionAnswer(Schema):
    """One file of a list; `version` is its ETag."""

    id = fields.UUID(required=True)
    supplier_id = fields.UUID(required=True)
    price_list_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    state = fields.String(required=True)
    file_name = fields.String()
    file_bytes = fields.Integer()
    file_sha256 = fields.String()
    counts = fields.Nested(CountsAnswer)
    completeness = fields.String()
    tax_basis = fields.String(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    progress_stage = fields.String()
    progress_done = fields.Integer()
    progress_total = fields.Integer()
    failure_code = fields.String(allow_none=True)
    published_at = fields.DateTime(allow_none=True)
    created_at = fields.DateTime()
    version = fields.Integer(required=True)


class UnderstandingAnswer(Schema):
    """How a version was understood, for those who handed it in."""

    sheets = fields.List(fields.Dict(), metadata={"description": "heading row, columns and their meaning, tax basis"})
    skipped = fields.List(fields.Dict(), metadata={"description": "row, to, reason"})
    questions = fields.List(fields.Dict(), metadata={"description": "pattern, kind, rows, examples, choices"})


class ListLineAnswer(Schema):
    """A list with its newest version that the caller may see, and which one holds today."""

    price_list = fields.Nested(PriceListAnswer, required=True)
    newest = fields.Nested(VersionAnswer, required=True)
    in_force_id = fields.UUID(allow_none=True)


class ListLinesAnswer(Schema):
    """The lists of a supplier."""

    data = fields.List(fields.Nested(ListLineAnswer), required=True)


class AnswersInput(Schema):
    """Answers to the questions about a version: pattern -> one of its choices."""

    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class PriceColumnInput(Schema):
    """The heading of the column whose prices cooperatives get."""

    heading = fields.String(required=True, validate=validate.Length(1, 500))


class PublicationInput(Schema):
    """How a version is to be published."""

    completeness = fields.String(load_default="complete", validate=validate.OneOf(["complete", "partial"]))
    tax_basis = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(["included", "excluded", "exempt"])
    )
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_until = fields.Date(load_default=None, allow_none=True)
    audience = fields.String(load_default="all_of_region", validate=validate.OneOf(["all_of_region", "chosen"]))
    region_codes = fields.List(fields.String(validate=REGION_CODE), load_default=list)
    cooperative_ids = fields.List(fields.UUID(), load_default=list)

    @post_load
    def to_publication(self, data: dict[str, Any], **_: Any) -> Publication:
        """The service's own input type."""
        data.update({name: tuple(data[name]) for name in ("region_codes", "cooperative_ids")})
        return Publication(**data)
