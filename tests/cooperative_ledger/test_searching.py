"""The journal is found by what people remember of an entry, and read page by page to its end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import Document, Entry, Reversal, close_period, credit, debit, post, search_journal
from cooperative_ledger.searching import Place, Wanted, dating_of

from .conftest import open_new_books

Connection = psycopg.Connection[Any]
YEAR: dict[str, Any] = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}


@pytest.fixture
def booked(connection: Connection, coop: UUID) -> UUID:
    """Seven sales, a bill of many lines on one account, its reversal, and an entry that was moved."""
    sales = [
        Entry(source="till", key=f"{number}", posting_date=date(2025, 2, 1 + number % 3), narration=f"Beras {number}0%",
              reference=f"N_{number}", lines=(debit("1-1100", 100 + number), credit("4-1100", 100 + number)))
        for number in range(7)
    ]  # fmt: skip
    bill = Entry(
        source="orders", key="b", posting_date=date(2025, 3, 1), narration="Faktur", document=Document("bill", "17"),
        lines=(*(debit("1-3100", 10) for _ in range(40)), credit("2-1100", 400)),
    )  # fmt: skip
    back = Reversal(source="orders", key="r", reverses=bill.id, posting_date=date(2025, 3, 2))
    post(connection, coop, [*sales, bill, back], actor="me")
    close_period(connection, coop, 202502, actor="me")
    late = Entry(source="till", key="late", posting_date=date(2025, 2, 9), if_closed="move", narration="Nota lambat",
                 lines=(debit("6-1200", 5), credit("1-1100", 5)))  # fmt: skip
    post(connection, coop, [late], actor="me")
    connection.commit()
    return coop


ASKED: list[tuple[dict[str, Any], int]] = [
    ({}, 10),
    ({"account": "1-1100"}, 8),
    ({"account": "1-"}, 10),
    ({"amount": 103}, 1),
    ({"amount": 10}, 2),
    ({"amount": 400}, 2),
    ({"words": ("beras",)}, 7),
    ({"words": ("0%", "n_3")}, 1),
    ({"words": ("b_ras",)}, 0),
    ({"document_type": "bill", "document_id": "17"}, 2),
    ({"source": "orders"}, 2),
    ({"kind": "reversal"}, 1),
    ({"first": date(2025, 3, 1), "last": date(2025, 3, 1)}, 2),
]


@pytest.mark.parametrize("size", [1, 3, 50])
def test_every_page_together_is_what_fits_newest_first(connection: Connection, booked: UUID, size: int) -> None:
    for asked, count in ASKED:
        seen, after, more = [], None, True
        while more:
            found, more = search_journal(connection, booked, Wanted(**{**YEAR, **asked}), after=after, limit=size)
            seen += found
            after = found[-1].place if found else None
        assert len(seen) == len({each.entry_id for each in seen}) == count, asked
        places = [each.place for each in seen]
        assert places == sorted(places, reverse=True)


def test_a_found_entry_tells_its_lines_its_reversal_and_that_it_was_moved(connection: Connection, booked: UUID) -> None:
    (back, bill), _ = search_journal(connection, booked, Wanted(**YEAR, source="orders"))
    assert (bill.reversed_by, back.reverses) == (back.entry_id, bill.entry_id)
    assert (len(bill.lines), bill.total) == (41, 400)
    ((moved,), _) = search_journal(connection, booked, Wanted(**YEAR, words=("lambat",)))
    assert (moved.dating, moved.posting_date, moved.document_date) == ("moved", date(2025, 3, 1), date(2025, 2, 9))
    assert dating_of(connection, booked, moved.entry_id) == "moved"
    assert dating_of(connection, booked, bill.entry_id) == "as_asked"


def test_another_cooperative_finds_nothing_of_it(connection: Connection, booked: UUID) -> None:
    other = open_new_books(connection)
    assert search_journal(connection, other, Wanted(**YEAR)) == ([], False)
    assert search_journal(connection, other, Wanted(**YEAR), after=Place(date(2025, 5, 5), UUID(int=1))) == ([], False)
