"""The quarter on one page: figures that come from the journal, words of one, the signature of another, then frozen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.bookkeeping import Books, ensure_books, post
from marketplace.bookkeeping.open_items import OpenItem, open_item
from marketplace.books.errors import (
    QuarterFiguresChanged,
    QuarterMonthsOpen,
    QuarterRunning,
    QuarterSigned,
    QuarterSignerPrepared,
    QuarterWaits,
)
from marketplace.books.models.quarters import QuarterEdition, QuarterLink
from marketplace.books.queries import editions as queries
from marketplace.books.queries.quarters import live_quarter
from marketplace.books.rules.editions import content_hash
from marketplace.books.rules.indicators import indicators
from marketplace.books.rules.quarters import Punctuality, Quarter, from_content, quarter_of
from marketplace.books.services import quarters as services
from marketplace.books.services.quarters import Words, figures_hash
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from marketplace.identifiers import new_id
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, make_world

PAST = quarter_of(TODAY).before
"""The newest quarter that is over."""
MEMBER, OTHER = uuid4(), uuid4()
WORDS = Words("Penjualan naik karena perahu baru.")


class House:
    """A cooperative with books that were opened two quarters ago, and hands to write in them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.books = Books(world.cooperative_id, "Koperasi Terong", "WIB")
        self.number = 0
        with transaction() as session:
            ensure_books(session, self.books, PAST.before.first)
        with transaction() as session:
            ledger.with_cooperative(session.connection(), world.cooperative_id)
            self.opened = session.execute(text("SELECT books_open_on FROM ledger.cooperative")).scalar_one()

    def post(
        self,
        day: date,
        debit: str,
        credit: str,
        amount: int,
        *,
        member: UUID | None = None,
        document: ledger.Document | None = None,
    ) -> UUID:
        """One entry of two lines."""
        self.number += 1
        entry = ledger.Entry(
            source="uji",
            key=str(self.number),
            posting_date=day,
            lines=(ledger.debit(debit, amount), ledger.credit(credit, amount)),
            counterparty=ledger.Counterparty("member", member) if member else None,
            document=document,
        )
        with transaction() as session:
            return post(session, self.world.treasurer, self.books, entry)

    def owe(self, opened: date, due: date, amount: int, paid: date | None) -> None:
        """A supplier's bill and, on a day, its payment."""
        document = ledger.Document("bill", str(uuid4()))
        self.post(opened, "1-3100", "2-1100", amount, document=document)
        with transaction() as session:
            open_item(
                session,
                OpenItem(
                    cooperative_id=self.world.cooperative_id,
                    account="2-1100",
                    document_type=document.type,
                    document_id=document.id,
                    counterparty_class="non_member",
                    counterparty_id=None,
                    reference="F",
                    amount=amount,
                    opened_on=opened,
                    due_on=due,
                ),
            )
        if paid:
            self.post(paid, "2-1100", "1-1200", amount, document=document)

    def close_up_to(self, quarter: Quarter) -> None:
        """Close every month of the books up to the quarter's end."""
        month = self.opened.replace(day=1)
        with transaction() as session:
            while month <= quarter.last:
                connection = session.connection()
                if ledger.period_state(connection, self.world.cooperative_id, ledger.period_of(month)) == "open":
                    ledger.close_period(
                        connection, self.world.cooperative_id, ledger.period_of(month), actor="bendahara"
                    )
                month = (month + timedelta(days=31)).replace(day=1)

    def live(self, quarter: Quarter = PAST) -> services.LiveQuarter:
        """The quarter as the treasurer sees it."""
        with transaction() as session:
            return live_quarter(session, self.world.treasurer, quarter, TODAY)

    def prepare(self, quarter: Quarter = PAST, words: Words = WORDS, key: str | None = None) -> QuarterEdition:
        """The treasurer's words."""
        with transaction() as session:
            return services.prepare(session, self.world.treasurer, quarter, words, key=key)

    def sign(self, edition: QuarterEdition, actor: Actor | None = None, **values: str) -> QuarterEdition:
        """The chair's signature under what the books say now."""
        seen = values.pop("seen", None) or figures_hash(self.live(Quarter(edition.year, edition.quarter)))
        with transaction() as session:
            return services.sign(session, actor or self.world.chair, edition.id, edition.version, seen=seen, **values)

    def published(self) -> QuarterEdition:
        """A signed quarter."""
        self.trade()
        self.close_up_to(PAST)
        return self.sign(self.prepare())

    def trade(self) -> None:
        """Some business of the quarter and of the one before it."""
        for quarter, times in ((PAST.before, 1), (PAST, 2)):
            first = quarter.first
            self.post(first, "1-1100", "3-1100", 1_000_000 * times, member=MEMBER)
            self.post(first, "1-3100", "1-1100", 600_000 * times)
            self.post(first + timedelta(days=40), "1-1100", "4-1100", 500_000 * times, member=MEMBER)
            self.post(first + timedelta(days=41), "1-1100", "4-1110", 200_000 * times)
            self.post(quarter.last, "5-1100", "1-3100", 300_000 * times)
            self.post(quarter.last, "6-1100", "1-1100", 100_000 * times)


@pytest.fixture
def house(app: Flask) -> House:
    return House(make_world())


def test_the_page_says_what_came_in_what_was_left_and_what_is_owned_and_owed(house: House) -> None:
    house.trade()
    live = house.live()
    figures = live.figures
    assert [tuple(line) for line in figures.income] == [
        ("sales_members", 1_000_000, 500_000),
        ("sales_others", 400_000, 200_000),
    ]
    assert [tuple(line) for line in figures.expenses] == [("goods_sold", 600_000, 300_000), ("wages", 200_000, 100_000)]
    assert (figures.surplus, figures.surplus_before) == (600_000, 300_000)
    owned, owed, own = (sum(line.amount for line in lines) for lines in (figures.assets, figures.debts, figures.equity))
    assert owned == owed + own == 3_000_000 + 900_000
    assert [tuple(line) for line in figures.savings] == [("principal_dues", 3_000_000, 1_000_000)]
    assert live.is_over


def test_stock_turns_by_the_average_of_its_month_ends(house: House) -> None:
    house.trade()
    figures = house.live().figures
    assert figures.stock_points == (300_000, 1_500_000, 1_500_000, 900_000)
    cycle = indicators(PAST, figures).inventory
    assert (cycle.average_stock, cycle.cost_of_goods) == (1_050_000, 600_000)
    assert cycle.counted_days == (PAST.last - PAST.first).days + 1


def test_a_member_is_active_by_what_he_did_not_by_what_was_noted_of_him(house: House) -> None:
    house.post(PAST.last, "1-2300", "3-1200", 10_000, member=MEMBER)  # dues that he owes and has not paid
    assert house.live().figures.active_members == 0
    house.post(PAST.last, "1-1100", "3-1200", 10_000, member=OTHER)
    wrong = house.post(PAST.last, "1-1100", "2-3100", 10_000, member=MEMBER)
    assert house.live().figures.active_members == 2
    with transaction() as session:
        ledger.reverse(
            session.connection(),
            house.world.cooperative_id,
            wrong,
            source="uji",
            key="balik",
            actor="bendahara",
            posting_date=PAST.last,
        )
    assert house.live().figures.active_members == 1


def test_a_bill_is_paid_on_time_when_nothing_was_owed_on_its_day(house: House) -> None:
    first = PAST.first
    house.owe(first, first + timedelta(days=14), 100_000, first + timedelta(days=14))
    house.owe(first, first + timedelta(days=14), 300_000, first + timedelta(days=15))
    house.owe(first, first + timedelta(days=20), 50_000, None)
    house.owe(first, PAST.last + timedelta(days=1), 70_000, None)
    assert house.live().figures.payables == Punctuality(3, 1, 450_000, 100_000)
    assert house.live().figures.receivables == Punctuality()


def test_who_prepared_does_not_sign_and_who_signs_is_of_the_board(house: House) -> None:
    house.trade()
    house.close_up_to(PAST)
    edition = house.prepare()
    both = replace(house.world.treasurer, roles=frozenset({"treasurer", "chair"}))
    with pytest.raises(QuarterSignerPrepared):
        house.sign(edition, both)
    for actor in (house.world.manager, house.world.supervisor, house.world.cashier, house.world.member):
        with pytest.raises(NotPermitted):
            house.sign(edition, actor)
    with pytest.raises(NotPermitted):
        house.sign(edition, replace(house.world.chair, person_id=None))
    with pytest.raises(NotFound):
        house.sign(edition, house.world.other_manager)
    assert house.sign(edition).state == "signed"


def test_open_months_and_other_figures_than_those_read_are_not_signed(house: House) -> None:
    house.trade()
    edition = house.prepare()
    with pytest.raises(QuarterMonthsOpen) as refused:
        house.sign(edition)
    assert f"{PAST.last:%m/%Y}" in refused.value.details["months"]
    seen = figures_hash(house.live())
    house.post(PAST.last, "6-1200", "1-1100", 1)
    house.close_up_to(PAST)
    with pytest.raises(QuarterFiguresChanged):
        house.sign(edition, seen=seen)
    with transaction() as session:
        assert queries.edition(session, house.world.chair, edition.id).state == "prepared"


def test_a_signed_page_holds_its_figures_and_their_hash_and_sends_word(house: House) -> None:
    signed = house.published()
    assert signed.content is not None
    assert content_hash(signed.content) == signed.content_hash
    assert from_content(signed.content["journal"]) == house.live().figures
    assert (signed.content["prepared_by"], signed.content["signed_by"]) == ("Ratna", "Harun")
    with transaction() as session:
        seal = ledger.newest_seal(session.connection(), house.world.cooperative_id)
    assert seal is not None
    told = {"number": seal.seal_number, "hash": seal.seal_hash.hex(), "entries": house.number}
    assert signed.content["seal"] == {**told, "code": ledger.seal_code(seal)}
    assert (signed.seal_number, signed.seal_hash) == (told["number"], told["hash"])
    with transaction() as session:
        events = session.execute(text("SELECT content FROM outbox_event WHERE name = 'books.quarter_published'")).all()
    assert [each.content["edition_id"] for each in events] == [str(signed.id)]


BEHIND_THE_BACK = (
    "UPDATE quarter_edition SET note = 'lain'",
    'UPDATE quarter_edition SET content = content || \'{"note": "lain"}\'',
    "UPDATE quarter_edition SET state = 'prepared'",
    "DELETE FROM quarter_edition",
    "TRUNCATE quarter_edition CASCADE",
)


def test_the_database_itself_changes_nothing_that_was_signed(house: House, owner_url: str) -> None:
    signed = house.published()
    for statement in BEHIND_THE_BACK:
        with psycopg.connect(owner_url) as connection, pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(statement)
    with transaction() as session:
        kept = queries.edition(session, house.world.chair, signed.id)
    assert (kept.content, kept.note) == (signed.content, signed.note)


def test_a_signed_quarter_is_corrected_by_an_edition_that_says_what_changed(house: House) -> None:
    signed = house.published()
    with pytest.raises(QuarterSigned), transaction() as session:
        services.rewrite(session, house.world.treasurer, signed.id, signed.version, Words("lain"))
    with pytest.raises(Invalid):
        house.prepare(words=Words("Ada nota yang terlambat."))
    second = house.prepare(words=Words("Ada nota yang terlambat.", "Nota listrik Juni masuk."))
    assert second.edition == 2
    with pytest.raises(QuarterWaits):
        house.prepare(words=Words("Lagi.", "Lagi."))
    signed_again = house.sign(second)
    with transaction() as session:
        found = queries.editions_of(session, house.world.member, PAST)
    assert [each.edition for each in found] == [2, 1]
    assert signed_again.content is not None


def test_words_are_changed_until_they_are_signed_by_who_read_the_newest(house: House) -> None:
    edition = house.prepare()
    with transaction() as session:
        changed = services.rewrite(session, house.world.treasurer, edition.id, edition.version, Words("Lebih jelas."))
    with pytest.raises(ChangedMeanwhile), transaction() as session:
        services.rewrite(session, house.world.treasurer, edition.id, edition.version, Words("Lama."))
    assert (changed.note, changed.version) == ("Lebih jelas.", edition.version + 1)


def test_a_quarter_that_runs_is_seen_and_not_written_about(house: House) -> None:
    running = quarter_of(TODAY)
    assert house.live(running).figures.through == TODAY
    with pytest.raises(QuarterRunning):
        house.prepare(running)
    for quarter in (running.after, Quarter(house.opened.year - 1, 4)):
        with pytest.raises(NotFound):
            house.live(quarter)


def test_the_same_request_twice_writes_and_signs_once(house: House) -> None:
    house.trade()
    house.close_up_to(PAST)
    first = house.prepare(key="satu")
    assert house.prepare(key="satu").id == first.id
    seen = figures_hash(house.live())
    signed = house.sign(first, key="dua", seen=seen)
    again = house.sign(first, key="dua", seen=seen)
    assert (again.id, again.content_hash) == (signed.id, signed.content_hash)


def test_a_check_computes_the_figures_again_and_finds_them_though_the_books_went_on(house: House) -> None:
    signed = house.published()
    with transaction() as session:
        connection, cooperative_id = session.connection(), house.world.cooperative_id
        period = ledger.period_of(PAST.last)
        ledger.change_period(
            connection, cooperative_id, period, "open", actor="a", approved_by="b", reason="Nota terlambat"
        )
    house.post(PAST.last, "6-1200", "1-1100", 77_000)
    house.post(PAST.last, "1-1100", "4-1100", 5_000, member=OTHER)
    assert house.live().figures != from_content((signed.content or {})["journal"])
    with transaction() as session:
        found = queries.check(session, house.world.supervisor, signed.id)
    assert (found.holds, found.differing) == (True, ())


def test_a_check_names_the_figure_that_a_superuser_changed_behind_the_back(house: House, owner_url: str) -> None:
    signed = house.published()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE quarter_edition DISABLE TRIGGER frozen")
        connection.execute("UPDATE quarter_edition SET content = jsonb_set(content, '{journal,cost_of_goods}', '1')")
    with transaction() as session:
        found = queries.check(session, house.world.supervisor, signed.id)
    assert (found.holds, found.content_is_whole, found.differing) == (False, False, ("cost_of_goods",))
    assert found.seal_is_there
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE quarter_edition DISABLE TRIGGER frozen")
        connection.execute("UPDATE quarter_edition SET seal_hash = repeat('0', 64)")
    with transaction() as session:
        assert not queries.check(session, house.world.supervisor, signed.id).seal_is_there


def test_who_may_not_read_a_draft_reads_what_was_signed(house: House) -> None:
    house.trade()
    edition = house.prepare()
    for actor in (house.world.member, house.world.cashier):
        with pytest.raises(NotPermitted), transaction() as session:
            live_quarter(session, actor, PAST, TODAY)
        with pytest.raises(NotFound), transaction() as session:
            queries.edition(session, actor, edition.id)
    house.close_up_to(PAST)
    house.sign(edition)
    with transaction() as session:
        assert queries.edition(session, house.world.member, edition.id).state == "signed"
        assert [row.quarter for row in queries.quarters(session, house.world.member, TODAY)] == [PAST]
    for actor in (house.world.seller, house.world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.edition(session, actor, edition.id)
    with pytest.raises(NotFound), transaction() as session:
        queries.edition(session, house.world.other_manager, edition.id)


def test_a_link_opens_one_edition_until_it_is_revoked(house: House) -> None:
    signed = house.published()
    with transaction() as session:
        link = services.share(session, house.world.treasurer, signed.id)
    with transaction() as session:
        assert services.share(session, house.world.chair, signed.id).id == link.id
    with transaction() as session:
        found, opened = queries.published(session, link.token)
        assert (found.id, opened.edition.id, opened.newer) == (link.id, signed.id, None)
    second = house.sign(house.prepare(words=Words("Betul.", "Satu nota.")))
    with transaction() as session:
        newer = services.share(session, house.world.chair, second.id)
    with transaction() as session:
        assert queries.published(session, link.token)[1].newer == newer.token
        services.revoke(session, house.world.chair, link.id)
    with pytest.raises(NotFound), transaction() as session:
        queries.published(session, link.token)
    with pytest.raises(NotFound), transaction() as session:
        services.revoke(session, house.world.other_manager, newer.id)


def test_only_what_is_signed_is_shared_and_only_by_its_own_board(house: House) -> None:
    edition = house.prepare()
    for actor, refusal in (
        (house.world.treasurer, NotFound),
        (house.world.other_manager, NotFound),
        (house.world.member, NotPermitted),
        (house.world.supervisor, NotPermitted),
    ):
        with pytest.raises(refusal), transaction() as session:
            services.share(session, actor, edition.id)
    with transaction() as session:
        assert session.query(QuarterLink).count() == 0


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], object]:
    return lambda actor: program(app, actor, scopes=("quarters:read", "quarters:write"))


def test_the_quarter_over_the_api(house: House, client: Callable[[Actor], object]) -> None:
    signed = house.published()
    reader: object = client(house.world.supervisor)
    live = reader.get(f"/api/v1/quarters/{PAST.year}/{PAST.number}").json  # type: ignore[attr-defined]
    assert (live["figures"]["surplus"], live["open_months"]) == (600_000, [])
    assert live["indicators"]["payables"] == {
        "due": 0, "on_time": 0, "due_amount": 0, "on_time_amount": 0,
        "by_count": None, "by_amount": None, "missing": "nothing_due",
    }  # fmt: skip
    page = reader.get("/api/v1/quarters/editions").json  # type: ignore[attr-defined]
    assert [each["content_hash"] for each in page["data"]] == [signed.content_hash]
    checked = reader.get(f"/api/v1/quarters/editions/{signed.id}/check").json  # type: ignore[attr-defined]
    assert checked == {"holds": True, "content_is_whole": True, "seal_is_there": True, "differing": []}
    refused = reader.post(f"/api/v1/quarters/editions/{signed.id}/link")  # type: ignore[attr-defined]
    assert refused.status_code == 403
    chair: object = client(house.world.chair)
    link = chair.post(f"/api/v1/quarters/editions/{signed.id}/link").json  # type: ignore[attr-defined]
    assert len(link["token"]) >= 40
    closed = chair.post(f"/api/v1/quarters/links/{link['id']}/revoke").json  # type: ignore[attr-defined]
    assert closed["revoked_at"]
    sent = chair.post(  # type: ignore[attr-defined]
        f"/api/v1/quarters/editions/{signed.id}/sign",
        json={"figures_hash": "0" * 64},
        headers={"If-Match": '"1"'},
    )
    assert sent.status_code == 403  # a program signs nothing
    assert reader.get(f"/api/v1/quarters/editions/{new_id()}").status_code == 404  # type: ignore[attr-defined]
    assert reader.get(f"/api/v1/quarters/{PAST.year}/5").status_code == 404  # type: ignore[attr-defined]


def test_a_signature_waits_for_a_reopening_under_way_and_sees_it(house: House, app: Flask, owner_url: str) -> None:
    house.trade()
    house.close_up_to(PAST)
    edition = house.prepare()
    seen = figures_hash(house.live())
    refusals: list[str] = []

    def sign() -> None:
        with app.app_context():
            try:
                house.sign(edition, seen=seen)
            except QuarterMonthsOpen as error:
                refusals.append(error.code)

    signing = threading.Thread(target=sign)
    with transaction() as session:
        ledger.change_period(
            session.connection(), house.world.cooperative_id, ledger.period_of(PAST.last), "open",
            actor="a", approved_by="b", reason="Nota terlambat",
        )  # fmt: skip
        signing.start()
        with psycopg.connect(owner_url, autocommit=True) as watching:
            waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            while signing.is_alive() and watching.execute(waits).fetchone() == (0,):
                signing.join(0.01)
    signing.join()
    assert refusals == ["quarter_months_open"]
    with transaction() as session:
        assert queries.edition(session, house.world.chair, edition.id).state == "prepared"
