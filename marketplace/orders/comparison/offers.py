"""From an offer as suppliers quote it to an offer as the comparison takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from ...suppliers.comparing import Offer, Pack
from ...suppliers.comparing.from_reading import offers_from_reading
from ...suppliers.matching import Article, PackContent
from ...suppliers.rules.quotes import QuotedOffer
from ..models.candidates import ArticleNote


def compared_offer(quoted: QuotedOffer, notes: Mapping[UUID, ArticleNote]) -> Offer:
    """The engine's offer, with what the cooperative noted about the article in place of what its list does not say."""
    document = {"file": quoted.file_name, "rows": [_row(quoted)]}
    supplier = str(quoted.supplier_id)
    (offer,) = offers_from_reading(document, supplier=supplier, supplier_name=quoted.supplier_name)
    offer = replace(
        offer,
        key=str(quoted.offer_id),
        listed_on=quoted.listed_on,
        valid_from=quoted.valid_from,
        valid_until=quoted.valid_until,
        version=str(quoted.version_id),
        lead_days=quoted.lead_days,
        minimum=quoted.minimum or offer.minimum,
        multiple=quoted.multiple,
    )
    note = notes.get(quoted.article_id)
    return offer if note is None else _noted(offer, note)


def _row(quoted: QuotedOffer) -> dict[str, object]:
    """The row as reading a list gives it (`lumbung prices read --format json`)."""
    pack = None
    if quoted.pack_count is not None:
        pack = {"count": quoted.pack_count, "size": quoted.pack_size, "unit": quoted.pack_unit}
    comparable = None
    if quoted.comparable_price is not None:
        comparable = {"price": quoted.comparable_price, "per": quoted.comparable_per}
    return {
        "row": quoted.row,
        "part": quoted.part,
        "sheet": quoted.sheet,
        "page": quoted.page,
        "name": quoted.name,
        "brand": quoted.brand,
        "barcode": quoted.barcode,
        "category": quoted.category,
        "raw": {"price": quoted.raw_price, "unit": quoted.raw_unit, "pack": quoted.raw_pack},
        "order_unit": quoted.order_unit,
        "pack": pack,
        "price": quoted.price,
        "currency": quoted.currency,
        "tiers": [{"min_quantity": least, "price": price} for least, price in quoted.tiers],
        "terms": quoted.terms,
        "tax": quoted.tax,
        "comparable": comparable,
        "issues": quoted.issues,
    }


def _noted(offer: Offer, note: ArticleNote) -> Offer:
    if note.tax is not None and offer.tax is None:
        offer = replace(offer, tax=note.tax)  # type: ignore[arg-type]
    if note.pack_count is None or note.pack_size is None or note.pack_unit is None:
        return offer
    pack = Pack(note.pack_count, note.pack_size, note.pack_unit)
    return replace(offer, pack=pack, order_unit=note.order_unit or offer.order_unit, doubt=None)


def matched_article(
    article_id: UUID, supplier_id: UUID, name: str, brand: str | None, barcode: str | None, pack: Pack | None
) -> Article:
    """An article as matching takes it."""
    content = None if pack is None else PackContent(pack.count, pack.size, pack.unit)
    return Article(str(article_id), str(supplier_id), name, brand, barcode, content)
