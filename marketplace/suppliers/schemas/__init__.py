"""What the API of suppliers takes and gives. Money and measures are strings with a decimal point."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ...api import language
from ..reading.sheets import Language
from ..reading.telling import told_issue
from ..services.freight import Tariff
from ..services.lists import Publication
from ..services.suppliers import Terms

REGION_CODE = validate.Regexp(
    r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", error="A Kemendagri code such as 21.71.01.1001."
)
PILES = ("all", "new", "changed", "same", "gone", "doubtful")
RUPIAH = validate.Range(0, 10**12)
DAYS = validate.Range(0, 365)


def spoken() -> Language:
    """The language of the one who asks."""
    return "en" if language() == "en" else "id"


class Exact(fields.Decimal):
    """An exact number as a string without trailing zeros."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(as_string=True, allow_nan=False, **settings)

    def _to_string(self, value: Decimal) -> str:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text


class SupplierInput(Schema):
    """A supplier without an account, whom only the cooperative sees."""

    name = fields.String(required=True, validate=validate.Length(1, 200), metadata={"example": "Toko Makmur"})
    phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=30))


class SupplierAnswer(Schema):
    """A supplier and how much of his holds today for the caller."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(allow_none=True)
    organisation_id = fields.UUID(allow_none=True, metadata={"description": "Null: without an account."})
    is_own = fields.Boolean(metadata={"description": "The caller's own organisation, or a supplier it keeps."})
    version = fields.Integer()
    lists = fields.Integer()
    offers = fields.Integer()
    published_at = fields.DateTime(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class SuppliersAnswer(Schema):
    """All suppliers the caller may know of."""

    data = fields.List(fields.Nested(SupplierAnswer), required=True)


class SupplierTermsFields(Schema):
    """What holds for everything of a supplier; null is unknown."""

    minimum_value = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    payment_term = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(["cash", "transfer", "credit"])
    )
    payment_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 365))
    lead_days = fields.Integer(load_default=None, allow_none=True, validate=DAYS)


class SupplierTermsInput(SupplierTermsFields):
    """Terms in the place of those said before."""

    @post_load
    def to_terms(self, data: dict[str, Any], **_: Any) -> Terms:
        """The service's own input type."""
        return Terms(**data)


class SupplierTermsAnswer(SupplierTermsFields):
    """Terms; `version` is their ETag, 0 before anything was said."""

    supplier_id = fields.UUID(required=True)
    version = fields.Integer(required=True)


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


class RowsArguments(Schema):
    """Which rows of a version."""

    pile = fields.String(load_default="all", validate=validate.OneOf(PILES))
    words = fields.String(load_default="", validate=validate.Length(max=100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    after = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^\d{1,9}\.\d{1,4}$"),
        metadata={"description": "`next` of the page before: row.part"},
    )


class RowAnswer(Schema):
    """A row: what the supplier wrote, and what was read from it."""

    id = fields.UUID(required=True)
    article_id = fields.UUID(required=True)
    row = fields.Integer(required=True)
    part = fields.Integer(required=True)
    sheet = fields.String(allow_none=True)
    page = fields.Integer(allow_none=True)
    name = fields.String(required=True)
    sku = fields.String(allow_none=True)
    barcode = fields.String(allow_none=True)
    brand = fields.String(allow_none=True)
    category = fields.String(allow_none=True)
    raw_price = fields.String(allow_none=True)
    raw_unit = fields.String(allow_none=True)
    raw_pack = fields.String(allow_none=True)
    order_unit = fields.String(allow_none=True)
    pack_count = Exact(allow_none=True)
    pack_size = Exact(allow_none=True)
    pack_unit = fields.String(allow_none=True)
    case_unit = fields.String(allow_none=True)
    case_count = Exact(allow_none=True)
    price = Exact(allow_none=True)
    currency = fields.String()
    tax = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)
    minimum = Exact(allow_none=True)
    multiple = Exact(allow_none=True)
    terms = fields.List(fields.Raw())
    issues = fields.Function(
        lambda row: [told_issue(each, spoken()) for each in row.issues],
        metadata={"type": "array", "items": {"type": "object"}, "description": "code, message, suggestion"},
    )
    change = fields.String()
    former_price = Exact(allow_none=True)


class RowsAnswer(Schema):
    """A page of rows."""

    data = fields.List(fields.Nested(RowAnswer), required=True)
    has_more = fields.Boolean(required=True)
    next = fields.String(allow_none=True)


class GoodsArguments(Schema):
    """What is looked for, in any words."""

    q = fields.String(required=True, validate=validate.Length(2, 100), metadata={"example": "minyak goreng 1 l"})
    on_date = fields.Date(load_default=None)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 50))


class GoodAnswer(Schema):
    """A product, or an article that belongs to none yet."""

    name = fields.String(required=True)
    product_id = fields.UUID(allow_none=True)
    article_ids = fields.List(fields.UUID())
    suppliers = fields.Integer()
    per = fields.String(allow_none=True)


class GoodsAnswer(Schema):
    """Goods, nearest first."""

    data = fields.List(fields.Nested(GoodAnswer), required=True)


class OffersArguments(Schema):
    """Offers in force of products and articles, on a day (default: today)."""

    product_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=100))
    article_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))
    on_date = fields.Date(load_default=None)


class OfferAnswer(RowAnswer):
    """An offer in force, with what its list and supplier say about it."""

    class Meta:
        """What a row has that an offer in force has under another name."""

        exclude = ("id",)

    offer_id = fields.UUID(required=True)
    product_id = fields.UUID(allow_none=True)
    relation = fields.String()
    supplier_id = fields.UUID(required=True)
    supplier_name = fields.String()
    price_list_id = fields.UUID()
    price_list_title = fields.String()
    version_id = fields.UUID()
    version_number = fields.Integer()
    file_name = fields.String()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    lead_days = fields.Integer(allow_none=True)
    minimum_value = fields.Integer(allow_none=True)
    payment_term = fields.String(allow_none=True)
    payment_days = fields.Integer(allow_none=True)
    tiers = fields.List(fields.List(Exact()), metadata={"description": "[from how many order units, price] ascending"})


class OffersAnswer(Schema):
    """Offers in force."""

    data = fields.List(fields.Nested(OfferAnswer), required=True)


class PricePointAnswer(Schema):
    """A price from a day on."""

    valid_from = fields.Date()
    number = fields.Integer()
    price = Exact(allow_none=True)
    order_unit = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)


class HistoryAnswer(Schema):
    """An article's published prices, oldest first."""

    name = fields.String()
    supplier_id = fields.UUID()
    points = fields.List(fields.Nested(PricePointAnswer))


class SideAnswer(Schema):
    """One of two articles."""

    article_id = fields.UUID()
    name = fields.String()
    supplier_id = fields.UUID()
    supplier_name = fields.String()
    price = Exact(allow_none=True)
    order_unit = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)


class SuggestedAnswer(Schema):
    """Two articles that may be related, and why."""

    id = fields.UUID()
    relation = fields.String()
    score = fields.Integer()
    reasons = fields.Function(lambda found: [reason.code for reason in found.reasons], metadata={"type": "array"})
    one = fields.Nested(SideAnswer)
    other = fields.Nested(SideAnswer)


class SuggestedListAnswer(Schema):
    """What waits for a decision, surest first."""

    data = fields.List(fields.Nested(SuggestedAnswer), required=True)


class SuggestedArguments(Schema):
    """How many suggestions."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class VerdictInput(Schema):
    """What a person says about a suggestion."""

    verdict = fields.String(required=True, validate=validate.OneOf(["confirmed", "refused"]))
    relation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["same", "same_other_size", "different_grade"]),
    )


class DecisionAnswer(Schema):
    """A decision; it holds for the caller's cooperative alone."""

    article_id = fields.UUID()
    other_article_id = fields.UUID()
    verdict = fields.String()
    relation = fields.String()
    decided_at = fields.DateTime()


class TariffFields(Schema):
    """Rupiah: per kg and per package exact, per drop whole; 0 is free, null not charged that way."""

    per_kg = Exact(load_default=None, allow_none=True, validate=RUPIAH)
    per_package = Exact(load_default=None, allow_none=True, validate=RUPIAH)
    per_drop = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    free_from = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    days = fields.Integer(load_default=None, allow_none=True, validate=DAYS)


class RateInput(TariffFields):
    """What a supplier charges to a zone; without `region_code` everywhere."""

    region_code = fields.String(load_default=None, allow_none=True, validate=REGION_CODE)
    sea_route_id = fields.UUID(load_default=None, allow_none=True)


class RateAnswer(RateInput):
    """A freight rate."""

    id = fields.UUID()
    supplier_id = fields.UUID()


class RatesAnswer(Schema):
    """What a supplier charges, the widest zone first."""

    data = fields.List(fields.Nested(RateAnswer), required=True)


class CarriageChange(TariffFields):
    """What fetching is called and costs from now on."""

    name = fields.String(required=True, validate=validate.Length(1, 100))


class CarriageInput(CarriageChange):
    """How the cooperative fetches goods itself: from one supplier in place of his freight, or everything."""

    supplier_id = fields.UUID(load_default=None, allow_none=True)
    sea_route_id = fields.UUID(load_default=None, allow_none=True)


class CarriageAnswer(CarriageInput):
    """A carriage; `version` is its ETag."""

    id = fields.UUID()
    version = fields.Integer()


class CarriagesAnswer(Schema):
    """How the cooperative fetches goods itself."""

    data = fields.List(fields.Nested(CarriageAnswer), required=True)


class OfficeCountsAnswer(Schema):
    """What a city office may know of suppliers: how many, never who asks what."""

    suppliers = fields.Integer()
    lists = fields.Integer()
    offers = fields.Integer()
    newest = fields.DateTime(allow_none=True)
    kept_by_cooperatives = fields.Integer()


def tariff_of(data: dict[str, Any]) -> Tariff:
    """The tariff within an input; it is taken out of `data`."""
    return Tariff(**{name: data.pop(name) for name in ("per_kg", "per_package", "per_drop", "free_from", "days")})
