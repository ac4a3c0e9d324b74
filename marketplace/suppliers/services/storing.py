"""A reading into the database, whole or not at all: articles found or made, offers copied, changes counted.

Rows go by COPY, so that 10,000 of them take less than a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from ...clock import now
from ...identifiers import new_id
from ..matching.barcodes import global_number
from ..models import Article, Offer, PriceListVersion, Supplier
from ..queries.versions import latest_published
from ..rules.articles import ArticleIndex, Known
from ..rules.changes import Entry, Former, compare, counted
from ..rules.rows import FlatRow, Understanding

Told = Callable[[str, int, int], None]
"""Is told the stage, how many rows are done, and of how many."""

CHUNK = 5_000
ARTICLE_COLUMNS = (
    "id", "supplier_id", "key", "name", "name_key", "text_key", "sku", "barcode", "brand", "category",
    "product_id", "created_at",
)  # fmt: skip
OFFER_COLUMNS = (
    "id", "supplier_id", "version_id", "source_version_id", "article_id", "change", "former_price",
    *FlatRow._fields[:-2],
)  # fmt: skip


class Placed(NamedTuple):
    """A row and the article it was found to be."""

    row: FlatRow
    article_id: UUID


def store(session: Session, version: PriceListVersion, understanding: Understanding, tell: Told) -> None:
    """Replace what is stored of `version` by `understanding`. The caller's transaction makes it one step.

    The supplier's row is locked, so that two lists of one supplier cannot make the same article twice.
    """
    session.execute(select(Supplier.id).where(Supplier.id == version.supplier_id).with_for_update())
    session.execute(delete(Offer).where(Offer.version_id == version.id))
    former = _former(session, version)
    placed = _place(session, version.supplier_id, understanding.rows)
    changes = _copy_offers(session, version, placed, former, tell)
    doubtful = (row.is_doubtful for row, _ in placed)
    counts = counted(changes, doubtful, former, {article for _, article in placed})
    counts["rows"] = len({(row.sheet, row.page, row.row) for row in understanding.rows})
    counts["tax_unknown"] = sum(row.tax is None and row.price is not None for row in understanding.rows)
    counts["priced"] = sum(row.price is not None for row in understanding.rows)
    version.counts = counts
    version.understanding = {
        "sheets": understanding.sheets,
        "skipped": understanding.skipped,
        "tax": understanding.tax,
        "meanings": understanding.meanings,
    }
    version.questions = understanding.questions
    version.state = "understood"
    version.read_at = now()
    version.failure_code = version.failure = None


def _former(session: Session, version: PriceListVersion) -> dict[Entry, Former]:
    """What the version in force asks, by article and part."""
    before = latest_published(session, version.price_list_id)
    if before is None:
        return {}
    statement = select(
        Offer.article_id, Offer.part, Offer.price, Offer.order_unit, Offer.pack_count, Offer.pack_size, Offer.pack_unit
    ).where(Offer.version_id == before)
    return {(row[0], row[1]): Former(row[2], row[3], (row[4], row[5], row[6])) for row in session.execute(statement)}


def _place(session: Session, supplier_id: UUID, rows: Sequence[FlatRow]) -> list[Placed]:
    """Each row with its article; new articles are made, known ones take the newest spelling."""
    index = ArticleIndex.of(_known(session, supplier_id))
    placed: list[Placed] = []
    made: list[tuple[Any, ...]] = []
    respelled: list[tuple[UUID, FlatRow]] = []
    products = _products(session, rows)
    current: tuple[Any, UUID] | None = None
    for row in rows:
        place = (row.sheet, row.page, row.row)
        if current is not None and current[0] == place and row.part > 1:
            placed.append(Placed(row, current[1]))
            continue
        known = index.take(row.sku, row.barcode, row.name_key, row.text_key)
        if known is None:
            known = _new(index, row)
            made.append(_article_line(supplier_id, known, row, products))
        elif (known.name_key, known.text_key, known.sku, known.barcode) != (
            row.name_key, row.text_key, row.sku, row.barcode,
        ):  # fmt: skip
            respelled.append((known.id, row))
        current = (place, known.id)
        placed.append(Placed(row, known.id))
    _copy(session, "article", ARTICLE_COLUMNS, made)
    _respell(session, respelled, products)
    return placed


def _known(session: Session, supplier_id: UUID) -> Iterable[Known]:
    columns = (Article.id, Article.key, Article.name_key, Article.text_key, Article.sku, Article.barcode)
    statement = select(*columns).where(Article.supplier_id == supplier_id)
    return (Known(*row) for row in session.execute(statement))


def _new(index: ArticleIndex, row: FlatRow) -> Known:
    key = index.new_key(row.sku, row.barcode, row.text_key)
    return Known(new_id(), key, row.name_key, row.text_key, row.sku, row.barcode)


def _article_line(supplier_id: UUID, known: Known, row: FlatRow, products: dict[str, UUID]) -> tuple[object, ...]:
    product = products.get(row.barcode) if row.barcode else None
    return (
        known.id, supplier_id, known.key, row.name, row.name_key, row.text_key, row.sku, row.barcode, row.brand,
        row.category, product, now(),
    )  # fmt: skip


def _products(session: Session, rows: Sequence[FlatRow]) -> dict[str, UUID]:
    """The product of each barcode that means the same thing everywhere; made where it is met for the first time."""
    numbers = {row.barcode: number for row in rows if row.barcode and (number := global_number(row.barcode))}
    if not numbers:
        return {}
    wanted = sorted(set(numbers.values()))  # one order for everybody, so that two readings cannot wait for each other
    session.execute(
        text(
            "INSERT INTO product (id, barcode, created_at, version)"
            " SELECT id, barcode, now(), 1"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:barcodes AS text[])) AS n (id, barcode)"
            " ORDER BY barcode ON CONFLICT DO NOTHING"
        ),
        {"ids": [new_id() for _ in wanted], "barcodes": wanted},
    )
    found = session.execute(
        text("SELECT barcode, id FROM product WHERE barcode = ANY(:barcodes)"), {"barcodes": wanted}
    )
    by_number: dict[str, UUID] = {row[0]: row[1] for row in found}
    return {written: by_number[number] for written, number in numbers.items()}


def _respell(session: Session, respelled: Sequence[tuple[UUID, FlatRow]], products: dict[str, UUID]) -> None:
    """Known articles take the newest spelling, and the code or barcode that was missing before."""
    if not respelled:
        return
    rows = [row for _, row in respelled]
    session.execute(
        text(
            "UPDATE article SET matched_at = CASE WHEN article.name_key = n.name_key THEN article.matched_at END,"
            " name = n.name, name_key = n.name_key, text_key = n.text_key,"
            " sku = coalesce(n.sku, article.sku), barcode = coalesce(n.barcode, article.barcode),"
            " product_id = coalesce(n.product_id, article.product_id)"
            " FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[]), CAST(:name_keys AS text[]),"
            " CAST(:text_keys AS text[]), CAST(:skus AS text[]), CAST(:barcodes AS text[]), CAST(:products AS uuid[]))"
            " AS n (id, name, name_key, text_key, sku, barcode, product_id) WHERE article.id = n.id"
        ),
        {
            "ids": [article_id for article_id, _ in respelled],
            "names": [row.name for row in rows],
            "name_keys": [row.name_key for row in rows],
            "text_keys": [row.text_key for row in rows],
            "skus": [row.sku for row in rows],
            "barcodes": [row.barcode for row in rows],
            "products": [products.get(row.barcode or "") for row in rows],
        },
    )


def _copy_offers(
    session: Session, version: PriceListVersion, placed: Sequence[Placed], former: dict[Entry, Former], tell: Told
) -> list[str]:
    """Copy every row; give how each stands to the version in force. Tells after every few thousand rows."""
    version_id, supplier_id = str(version.id), str(version.supplier_id)
    changes: list[str] = []
    lines: list[tuple[object, ...]] = []
    for row, article_id in placed:
        before = former.get((article_id, row.part))
        change = compare(before, _number(row.price), row.order_unit, _pack(row)) if before else "new"
        changes.append(change)
        former_price = before.price if before else None
        keys = (str(new_id()), supplier_id, version_id, version_id, str(article_id), change, former_price)
        lines.append((*keys, *row[:-2]))
    for start in range(0, len(lines), CHUNK):
        _copy(session, "offer", OFFER_COLUMNS, lines[start : start + CHUNK])
        tell("storing", min(start + CHUNK, len(lines)), len(lines))
    return changes


def _pack(row: FlatRow) -> tuple[Decimal | None, Decimal | None, str | None]:
    return _number(row.pack_count), _number(row.pack_size), row.pack_unit


def _number(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _copy(session: Session, table: str, columns: Sequence[str], lines: Sequence[tuple[object, ...]]) -> None:
    if not lines:
        return
    session.flush()
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)
    statement = f"COPY {table} ({', '.join(_quoted(column) for column in columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def _quoted(column: str) -> str:
    return f'"{column}"'
