"""`lumbung platform`: what an operator does once on a new installation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.cli import platform
from marketplace.database import transaction
from marketplace.identity import services
from marketplace.identity.models import Membership, Organisation, Person, Region
from marketplace.identity.throttle import Throttle
from marketplace.queueing import connect
from marketplace.settings import Settings


@pytest.fixture
def installation(app: Flask, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The command's environment: this test's own database."""
    for name, value in {
        "LUMBUNG_DATA": str(tmp_path),
        "DATABASE_URL": settings.database_url,
        "OWNER_DATABASE_URL": settings.owner_database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key,
    }.items():
        monkeypatch.setenv(name, value)
    return settings


def administrator(phone: str = "0812-3456-7890") -> int:
    return platform.main(["administrator", "--name", "Budi Santoso", "--phone", phone])


def test_the_first_administrator_gets_a_code_and_sets_his_password_with_it(
    installation: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert administrator() == 0
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", capsys.readouterr().out)
    assert code is not None
    connection = connect(installation.redis_url)
    with transaction() as session:
        person = services.redeem_code(
            session, Throttle(connection), sign_in="081234567890", code=code.group(), password="tiga kata aneh"
        )
        assert person is not None
        kind, roles = session.execute(select(Organisation.kind, Membership.roles).join(Organisation)).one()
    assert (kind, roles) == ("platform", ["administrator"])
    connection.close()


def test_run_again_it_gives_the_same_person_a_new_code(
    installation: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [administrator(), administrator("+62 812 3456 7890")] == [0, 0]
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 1
        assert session.scalar(select(func.count()).select_from(Membership)) == 1
    codes = re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", capsys.readouterr().out)
    assert len(set(codes)) == 2


def test_a_number_that_is_none_is_told_in_one_sentence(
    installation: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert administrator("123") == 1
    assert capsys.readouterr().err == "lumbung: Write an Indonesian telephone number, such as 0812-3456-7890.\n"
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_all_regions_are_loaded(installation: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert platform.main(["regions"]) == 0
    assert capsys.readouterr().out.startswith("91,599 regions")
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(Region)) == 91_599
