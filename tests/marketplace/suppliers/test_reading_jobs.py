"""A file becomes offers in a job: resumable after a crash, once however often it is asked for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from marketplace.clock import now
from marketplace.database import db, transaction
from marketplace.files import path_of
from marketplace.queueing import connect
from marketplace.settings import Settings
from marketplace.suppliers import errors, jobs, queries
from marketplace.suppliers.models import PriceListVersion
from marketplace.suppliers.services import lists, reading, suppliers

from .conftest import Market, count, get, kept

LIST = """Kode;Nama Barang;Satuan;Isi;Harga Dus;Harga Pcs
A01;Kopi Kapal Api 165 g;dus;20;310.000;16.000
A02;Teh Sariwangi 25 x 1,85 g;dus;48;288.000;6.200
A03;Gula Pasir Rose Brand 1 kg;dus;20;340.000;17.250
A04;Minyak Goreng Bimoli 2 l;dus;6;222.000;37.500
A05;Sabun Lifebuoy 110 g;dus;72;
"""


def upload(app: Flask, market: Market, text: str, price_list_id: UUID | None = None) -> PriceListVersion:
    stored = kept(app, text.encode())
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, market.laut_jaya)
        return lists.hand_in(
            session, market.laut_jaya, supplier.id, stored, file_name="daftar.csv", price_list_id=price_list_id
        )


def read(version_id: UUID) -> PriceListVersion:
    jobs.read_price_list("key", {"version_id": str(version_id)})
    return get(version_id)


def test_an_uploaded_file_is_read_into_offers(app: Flask, market: Market) -> None:
    version = read(upload(app, market, LIST).id)
    assert version.state == "understood"
    assert version.counts["rows"] >= 4
    with transaction() as session:
        rows = queries.rows_of(session, market.laut_jaya, version.id)
    assert "Kopi Kapal Api 165 g" in {row.name for row in rows}
    assert {row.row for row in rows} <= set(range(2, 7))


TWO_PRICES = """Nama Barang;Satuan;Harga;Harga Agen
Kopi Kapal Api 165 g;pcs;16.000;15.250
Gula Pasir Rose Brand 1 kg;pcs;17.250;16.900
Minyak Goreng Bimoli 2 l;pcs;37.500;36.750
"""


def test_the_price_column_that_was_chosen_is_taken_and_remembered_for_the_next_list(app: Flask, market: Market) -> None:
    version = read(upload(app, market, TWO_PRICES).id)
    with transaction() as session, pytest.raises(errors.UnknownColumn):
        lists.choose_price_column(session, market.laut_jaya, version.id, "Nama Barang")
    with transaction() as session:
        lists.choose_price_column(session, market.laut_jaya, version.id, "Harga Agen")
    read(version.id)
    following = read(upload(app, market, TWO_PRICES.replace("15.250", "15.500"), version.price_list_id).id)
    for version_id, expected in ((version.id, 15_250), (following.id, 15_500)):
        with transaction() as session:
            rows = queries.rows_of(session, market.laut_jaya, version_id)
        assert next(row.price for row in rows if row.name.startswith("Kopi")) == expected


def test_an_answer_makes_rows_comparable_and_is_not_asked_again(app: Flask, market: Market) -> None:
    text = "Nama;Isi;Harga\n" + "\n".join(f"Barang Anu {n};24/dus;{p}" for n, p in enumerate((11_000, 12_000, 13_500)))
    version = read(upload(app, market, text).id)
    [pattern] = [asked["pattern"] for asked in version.questions if asked["pattern"] != lists.TAX]
    with transaction() as session, pytest.raises(errors.UnknownQuestion):
        lists.answer_questions(session, market.laut_jaya, version.id, {pattern: "half"})
    with transaction() as session:
        lists.answer_questions(session, market.laut_jaya, version.id, {pattern: "single"})
    answered = read(version.id)
    assert pattern not in {asked["pattern"] for asked in answered.questions}
    with transaction() as session:
        rows = queries.rows_of(session, market.laut_jaya, version.id)
    assert {row.order_unit for row in rows} == {"pcs"}


def test_reading_the_same_version_again_changes_nothing(app: Flask, market: Market) -> None:
    version = read(upload(app, market, LIST).id)
    again = read(version.id)
    assert again.version == version.version
    assert count("outbox_event WHERE name = 'suppliers.price_list_understood'") == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [("\x89PNG\r\n\x1a\n" + "x" * 50, "picture"), ("PK\x03\x04broken", "broken_archive")],
)
def test_a_file_that_cannot_be_read_says_why_and_may_be_sent_again(
    app: Flask, market: Market, content: str, code: str
) -> None:
    stored = kept(app, content.encode("latin-1"))
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, market.laut_jaya)
        version = lists.hand_in(session, market.laut_jaya, supplier.id, stored, file_name="daftar.xlsx")
    failed = read(version.id)
    assert (failed.state, failed.failure_code) == ("failed", code)
    assert count("offer") == 0
    with transaction() as session:
        again = lists.hand_in(session, market.laut_jaya, supplier.id, stored, file_name="daftar.xlsx")
    assert (again.id, again.state) == (version.id, "uploaded")


def test_a_lost_file_is_said_to_be_lost(app: Flask, market: Market) -> None:
    version = upload(app, market, LIST)
    path_of(app.extensions["settings"].data_folder, version.file_sha256).unlink()
    assert read(version.id).failure_code == "file_missing"


CRASH = textwrap.dedent("""
    import os, signal, sys
    from uuid import UUID
    from marketplace.app import create_app
    from marketplace.settings import Settings
    from marketplace.suppliers import jobs
    app = create_app(Settings.from_environment())
    tell = jobs._tell
    def die_while_storing(version_id, stage, done, total):
        tell(version_id, stage, done, total)
        os.kill(os.getpid(), signal.SIGKILL)
    jobs._tell = die_while_storing
    with app.app_context():
        jobs.read_price_list("key", {"version_id": sys.argv[1]})
""")


def test_a_worker_that_dies_while_storing_leaves_the_former_version_and_a_reading_to_resume(
    app: Flask, market: Market, settings: Settings, tmp_path: Path
) -> None:
    first = read(upload(app, market, LIST).id)
    with transaction() as session:
        lists.publish(session, market.laut_jaya, first.id, lists.Publication(region_codes=("21.71",)))
    offers = count("offer")
    second = upload(app, market, LIST.replace("310.000", "325.000"), first.price_list_id)
    environment = {
        **os.environ, "DATABASE_URL": settings.database_url, "REDIS_URL": settings.redis_url,
        "LUMBUNG_DATA": str(settings.data_folder), "SECRET_KEY": "x", "PYTHONPATH": str(Path(__file__).parents[3]),
    }  # fmt: skip
    died = subprocess.run([sys.executable, "-c", CRASH, str(second.id)], env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    left = get(second.id)
    assert (left.state, left.progress_stage) == ("reading", "storing")
    assert count("offer") == offers
    with transaction() as session:
        [good] = queries.search_goods(session, market.terong, "kopi kapal api")
        former = {offer.price for offer in queries.offers_for(session, market.terong, article_ids=good.article_ids)}
    assert 325_000 not in former
    jobs.resume_readings("slot-1", {})
    assert get(second.id).state == "reading", "not overdue yet"
    with db.engine.begin() as connection:
        overdue = PriceListVersion.__table__.update().values(created_at=now() - 2 * reading.OVERDUE)
        connection.execute(overdue.where(PriceListVersion.__table__.c.id == second.id))
    jobs.resume_readings("slot-2", {})
    resumed = get(second.id)
    assert resumed.state == "understood"
    assert (resumed.counts["changed"], resumed.counts["same"]) == (1, 8)


def test_a_reading_that_another_process_is_on_is_left_to_it(app: Flask, market: Market) -> None:
    version = upload(app, market, LIST)
    with jobs._only_reader(version.id, wait=False) as alone:
        assert alone
        with db.engine.begin() as connection:
            overdue = PriceListVersion.__table__.update().values(created_at=now() - 2 * reading.OVERDUE)
            connection.execute(overdue)
        jobs.resume_readings("slot", {})
    assert get(version.id).state == "uploaded"


def test_an_upload_reaches_the_worker_through_outbox_and_queue(app: Flask, market: Market, settings: Settings) -> None:
    from rq import Queue

    from marketplace.worker import relay_once

    version = upload(app, market, LIST)
    assert relay_once(settings) == 1
    waiting = Queue("reading", connection=connect(settings.redis_url)).jobs
    assert [(job.func_name, job.args[1]["version_id"]) for job in waiting] == [
        ("marketplace.suppliers.jobs.read_price_list", str(version.id))
    ]
