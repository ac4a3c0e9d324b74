"""An offer in force, as whoever may see it reads it: the row, its list, its supplier, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedOffer:
    """What one row of a list in force asks for, with what its list and supplier say about it.

    `price` (exact rupiah) buys one `order_unit`; `pack_count` x `pack_size` `pack_unit` is its whole content.
    `tax` is the row's own basis, else what the supplier said for the list; None is unknown. `tiers` ascend, quantities
    in order units. `minimum` and `multiple` count order units. `product_id` and `relation` are as the asking
    organisation groups articles. An order keeps a copy of this; it never points at the offer alone.
    """

    offer_id: UUID
    article_id: UUID
    product_id: UUID | None
    relation: str
    supplier_id: UUID
    supplier_name: str
    supplier_phone: str | None
    supplier_organisation_id: UUID | None
    price_list_id: UUID
    price_list_title: str
    version_id: UUID
    version_number: int
    source_version_id: UUID
    file_name: str
    listed_on: date
    valid_from: date
    valid_until: date | None
    row: int
    part: int
    sheet: str | None
    page: int | None
    name: str
    sku: str | None
    barcode: str | None
    brand: str | None
    category: str | None
    raw_price: str | None
    raw_unit: str | None
    raw_pack: str | None
    order_unit: str | None
    pack_count: Decimal | None
    pack_size: Decimal | None
    pack_unit: str | None
    case_unit: str | None
    case_count: Decimal | None
    price: Decimal | None
    currency: str
    tax: str | None
    comparable_price: Decimal | None
    comparable_per: str | None
    minimum: Decimal | None
    multiple: Decimal | None
    tiers: tuple[tuple[Decimal, Decimal], ...]
    terms: tuple[Any, ...]
    issues: tuple[dict[str, Any], ...]
    change: str
    former_price: Decimal | None
    lead_days: int | None
    minimum_value: int | None
    payment_term: str | None
    payment_days: int | None
    region_codes: tuple[str, ...]
    published_at: datetime
