"""Seals in the product: made every minute, kept every night, checked by whoever reads the books."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

import cooperative_ledger as ledger
from cooperative_ledger.verifier import read_kept, verify
from marketplace.actor import Actor
from marketplace.bookkeeping import Books, ensure_books
from marketplace.books import jobs
from marketplace.books.errors import KeptHeadBroken, KeptSealMistyped, KeptSealUnreadable
from marketplace.books.models.seals import LedgerCheck
from marketplace.books.queries import seals as queries
from marketplace.books.services import seals as services
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import IdempotencyKeyReused, NotFound, NotPermitted
from marketplace.outbox import OutboxEvent
from marketplace.settings import Settings
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, make_world


@pytest.fixture
def world(app: Flask) -> World:
    """Two cooperatives; the first one's books hold three entries."""
    world = make_world()
    with transaction() as session:
        connection = session.connection()
        ensure_books(session, Books(world.cooperative_id, "Koperasi Uji", "WIB"), TODAY)
        lines = (ledger.debit("1-1100", 5_000), ledger.credit("4-1100", 5_000))
        entries = [ledger.Entry(source="uji", key=str(each), lines=lines) for each in range(3)]
        ledger.post(connection, world.cooperative_id, entries, actor="bendahara")
    return world


def newest(world: World) -> ledger.Seal | None:
    with transaction() as session:
        return ledger.newest_seal(session.connection(), world.cooperative_id)


def checked(world: World, actor: Actor, kept: str = "", **how: Any) -> LedgerCheck:
    """A check from the question to the answer, as the page does it."""
    with transaction() as session:
        check = services.ask_check(session, actor, kept, at_once=False, **how)
    jobs.check_books("1", {"check_id": str(check.id)})
    with transaction() as session:
        return queries.check(session, actor, check.id)


def test_every_minute_what_waits_is_sealed_once_and_every_night_the_seals_are_kept(
    world: World, settings: Settings
) -> None:
    folder = settings.data_folder / "heads"
    jobs.keep_head("slot-1", {})
    assert not folder.exists()  # nothing is sealed
    jobs.seal_books("slot-1", {})
    first = newest(world)
    assert first is not None
    assert first.entry_count == 3
    jobs.seal_books("slot-1", {})
    assert newest(world) == first
    jobs.keep_head("slot-2", {})
    (path,) = folder.iterdir()
    before = path.read_text()
    jobs.keep_head("slot-2", {})
    assert [each.read_text() for each in folder.iterdir()] == [before]
    assert world.cooperative_id in {kept.cooperative for kept in read_kept(before)}
    path.rename(folder / "2020-01-01.json")
    jobs.keep_head("slot-3", {})
    assert json.loads(path.read_text())["previous_root"] == json.loads(before)["root"]


def test_a_check_says_what_was_checked_what_waits_and_what_was_altered(world: World, settings: Settings) -> None:
    check = checked(world, world.supervisor)
    assert (check.state, check.sound, check.entries_sealed, check.entries_unsealed) == ("done", True, 0, 3)
    assert (check.seal_number, check.sealed_at) == (None, None)
    jobs.seal_books("slot-1", {})
    seal = newest(world)
    assert seal is not None
    check = checked(world, world.supervisor, ledger.seal_code(seal))
    assert (check.sound, check.entries_sealed, check.seal_number, check.kept_compared) == (True, 3, 1, 1)
    check = checked(world, world.supervisor, json.dumps(ledger.seal_as_json(world.cooperative_id, seal)))
    assert (check.sound, check.kept_compared) == (True, 1)
    with transaction() as session:
        assert len(queries.checks(session, world.chair)) == 3
    jobs.seal_books("slot-1", {})
    seal = newest(world)
    assert seal is not None
    check = checked(world, world.supervisor, ledger.seal_code(replace(seal, seal_hash=b"x" * 32)))
    assert [(each["table"], each["columns"]) for each in check.findings] == [("seal", ["seal_hash"])]
    jobs.seal_books("slot-1", {})
    with psycopg.connect(settings.owner_database_url) as superuser:
        superuser.execute("ALTER TABLE ledger.entry DISABLE TRIGGER no_change")
        superuser.execute("UPDATE ledger.entry SET actor = 'orang lain' WHERE idempotency_key = '1'")
    check = checked(world, world.treasurer)
    assert (check.sound, check.found) == (False, 1)
    (finding,) = check.findings
    assert (finding["kind"], finding["table"], finding["position"]) == ("content", "entry", 2)
    assert "actor" in finding["columns"]


def test_books_that_nobody_checked_are_checked_each_week_against_the_newest_head(world: World) -> None:
    jobs.check_due_books("slot-1", {})
    assert checks(world) == []  # nothing is sealed
    jobs.seal_books("slot-1", {})
    jobs.keep_head("slot-1", {})
    for _ in range(2):
        jobs.check_due_books("slot-2", {})
    assert [(check.sound, check.kept_compared, check.asked_by) for check in checks(world)] == [(True, 1, None)]
    with transaction() as session:
        session.execute(update(LedgerCheck).values(created_at=now() - timedelta(days=8)))
    jobs.check_due_books("slot-3", {})
    assert len(checks(world)) == 2


def checks(world: World) -> Any:
    with transaction() as session:
        return queries.checks(session, world.supervisor)


def test_what_is_no_seal_is_refused_and_a_check_sent_twice_is_one_check(world: World) -> None:
    jobs.seal_books("slot-1", {})
    seal = newest(world)
    assert seal is not None
    code, document = ledger.seal_code(seal), json.dumps(ledger.seal_as_json(uuid4(), seal))
    mistyped = code[:-1] + ("2" if code[-1] != "2" else "3")
    broken = json.dumps({"root": "00", "seals": [ledger.seal_as_json(world.cooperative_id, seal)]})
    for kept, error in (
        ("halo", KeptSealUnreadable),
        (code[:9], KeptSealUnreadable),
        (document, KeptSealUnreadable),  # another cooperative's
        ("1" * 300_000, KeptSealUnreadable),
        (mistyped, KeptSealMistyped),
        (broken, KeptHeadBroken),
    ):
        with pytest.raises(error), transaction() as session:
            services.ask_check(session, world.supervisor, kept, at_once=True)
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(LedgerCheck)) == 0
    with transaction() as session:
        check = services.ask_check(session, world.supervisor, at_once=True)
        assert not services.is_long(check)
        assert (
            session.scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name.like("books.l%"))) == 0
        )
    jobs.check_books("1", {"check_id": str(uuid4())})
    with transaction() as session:
        first = services.ask_check(session, world.supervisor, at_once=False, key="k")
    with transaction() as session:
        assert services.ask_check(session, world.supervisor, at_once=False, key="k").id == first.id
    with pytest.raises(IdempotencyKeyReused), transaction() as session:
        services.ask_check(session, world.supervisor, "1-x", at_once=False, key="k")
    with transaction() as session:
        events = session.scalars(select(OutboxEvent.content).where(OutboxEvent.name == "books.ledger_check_asked"))
        assert [each["check_id"] for each in events] == [str(first.id)]
    for _ in range(2):
        jobs.check_books("1", {"check_id": str(first.id)})
    with transaction() as session:
        assert queries.check(session, world.supervisor, first.id).sound


def test_only_readers_of_the_books_see_seals_and_only_their_own(world: World) -> None:
    jobs.seal_books("slot-1", {})
    check = checked(world, world.supervisor)
    for actor in (world.member, world.cashier, world.seller, world.officer):
        for ask in (
            lambda session, actor: queries.newest_seal(session, actor),
            lambda session, actor: queries.seals(session, actor),
            lambda session, actor: queries.checks(session, actor),
            lambda session, actor: services.ask_check(session, actor, at_once=True),
        ):
            with pytest.raises(NotPermitted), transaction() as session:
                ask(session, actor)
    with pytest.raises(NotFound), transaction() as session:
        queries.check(session, world.other_manager, check.id)
    with pytest.raises(NotFound), transaction() as session:
        queries.seal_with_number(session, world.other_manager, 1)
    with pytest.raises(NotFound), transaction() as session:
        queries.entry_proof(session, world.other_manager, entry_of(world))


def entry_of(world: World) -> UUID:
    with transaction() as session:
        (first, *_) = ledger.journal(session.connection(), world.cooperative_id)
    return first.entry_id


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    return lambda actor: program(app, actor, scopes=("seals:read", "seals:write"))


def test_seals_proofs_and_checks_over_the_api(client: Callable[[Actor], FlaskClient], world: World) -> None:
    supervisor, entry = client(world.supervisor), entry_of(world)
    assert supervisor.get(f"/api/v1/ledger/entries/{entry}/proof").status_code == 404  # it waits for its seal
    jobs.seal_books("slot-1", {})
    page = supervisor.get("/api/v1/ledger/seals").json
    assert (page["has_more"], page["next"], len(page["data"])) == (False, None, 1)
    seal = supervisor.get("/api/v1/ledger/seals/1").json
    assert (seal, seal["entry_count"], seal["previous_hash"]) == (page["data"][0], 3, None)
    assert supervisor.get("/api/v1/ledger/seals/2").status_code == 404
    proof = supervisor.get(f"/api/v1/ledger/entries/{entry}/proof").json
    assert (proof["journal_number"], len(proof["path"]), proof["seal"]) == (1, 2, seal)
    asked = supervisor.post(
        "/api/v1/ledger/verification", json={"kept": seal["code"]}, headers={"Idempotency-Key": "a"}
    )
    assert (asked.status_code, asked.json["state"], asked.json["sound"]) == (202, "queued", None)
    jobs.check_books("1", {"check_id": asked.json["id"]})
    answer = supervisor.get(f"/api/v1/ledger/verification/{asked.json['id']}").json
    assert (answer["state"], answer["sound"], answer["entries_sealed"], answer["findings"]) == ("done", True, 3, [])
    refused = supervisor.post("/api/v1/ledger/verification", json={"kept": "x"})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "kept_seal_unreadable")
    stranger = client(world.other_manager)
    assert stranger.get(f"/api/v1/ledger/verification/{asked.json['id']}").status_code == 404
    assert client(world.member).get("/api/v1/ledger/seals").status_code == 403


def test_the_commands_seal_keep_prove_and_verify(
    world: World, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from marketplace.cli.ledger import main

    database = ["--database", settings.owner_database_url]
    own = ["--cooperative", str(world.cooperative_id)]
    head = tmp_path / "heads" / "head.json"
    assert main(["head", *database, "--out", str(head)]) == 1
    assert main(["seal", *database]) == 0
    code = capsys.readouterr().out.split()[2]
    assert main(["head", *database, "--out", str(head)]) == 0
    assert code in capsys.readouterr().out
    assert main(["verify", *database, "--head", str(head)]) == 0
    assert "cocok: 3 jurnal di bawah segel 1, 0 belum disegel, 1 segel simpanan dibandingkan" in capsys.readouterr().out
    assert main(["verify", *database, *own, "--head", code, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"]
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert main(["verify", *database, "--head", wrong]) == 1
    assert "salah salin" in capsys.readouterr().err
    other = ledger.seal_code(replace(_seal(world), seal_hash=b"x" * 32))
    assert main(["verify", *database, *own, "--head", other]) == 1
    assert "TIDAK COCOK" in capsys.readouterr().out
    assert main(["prove", *database, *own, "--entry", str(entry_of(world))]) == 0
    assert json.loads(capsys.readouterr().out)["journal_number"] == 1
    assert main(["prove", *database, *own, "--since", "1", "--seal", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == []
    for missing in (["--entry", str(uuid4())], ["--since", "1"], ["--since", "1", "--seal", "7"]):
        assert main(["prove", *database, *own, *missing]) == 1


def _seal(world: World) -> ledger.Seal:
    seal = newest(world)
    assert seal is not None
    return seal


def test_a_check_in_the_background_reads_one_moment_while_others_post(world: World) -> None:
    """What is posted after the check began is not half seen by it."""
    jobs.seal_books("slot-1", {})
    with transaction() as session:
        check = services.ask_check(session, world.supervisor, at_once=False)
    with transaction() as session:
        queries.snapshot(session)
        assert session.scalar(select(func.count()).select_from(LedgerCheck)) == 1  # the moment begins here
        _post_elsewhere(world)
        report = services.examine(session, check)
    assert (report.sound, report.entries_sealed, report.entries_unsealed) == (True, 3, 0)
    with transaction() as session:
        connection = session.connection().connection.driver_connection
        assert connection is not None
        assert verify(connection, world.cooperative_id).entries_sealed == 4


def _post_elsewhere(world: World) -> None:
    from marketplace.database import db

    with db.engine.begin() as connection:
        lines = (ledger.debit("1-1100", 1), ledger.credit("4-1100", 1))
        entry = ledger.Entry(source="uji", key="x", lines=lines)
        ledger.post_one(connection, world.cooperative_id, entry, actor="kasir")
    with db.engine.begin() as connection:
        ledger.seal(connection, world.cooperative_id)
