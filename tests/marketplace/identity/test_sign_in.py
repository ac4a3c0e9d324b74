"""Signing in, and the password: throttled by account, silent about who has one."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select, update

from marketplace.audit import AuditEntry
from marketplace.database import transaction
from marketplace.identity import errors, passwords, services
from marketplace.identity.models import Person
from marketplace.identity.throttle import SIGN_IN, Throttle
from marketplace.queueing import connect

from .conftest import PASSWORD, Member
from .together import at_once


@pytest.fixture
def throttle(app: Flask, redis_url: str) -> Iterator[Throttle]:
    connection: Redis = connect(redis_url)
    yield Throttle(connection)
    connection.close()


def sign_in(throttle: Throttle, name: str, password: str = PASSWORD) -> services.SignedIn:
    with transaction() as session:
        return services.sign_in(session, throttle, sign_in=name, password=password)


def person(person_id: UUID) -> Person:
    with transaction() as session:
        return session.get_one(Person, person_id)


def test_a_person_signs_in_with_his_number_in_any_writing(throttle: Throttle, manager: Member) -> None:
    local = f"0{manager.phone[3:6]} {manager.phone[6:10]}-{manager.phone[10:]}"
    assert sign_in(throttle, local).person.id == manager.person_id


def test_a_person_signs_in_with_his_address_whatever_its_letters(throttle: Throttle, app: Flask) -> None:
    with transaction() as session:
        services.create_person(session, None, name="Sari", email="Sari@Contoh.id", password=PASSWORD)
    assert sign_in(throttle, "SARI@contoh.ID").person.name == "Sari"


@pytest.mark.parametrize("name", ["0812-0000-0000", "nobody@contoh.id"])
def test_an_unknown_account_and_a_wrong_password_get_one_answer(throttle: Throttle, manager: Member, name: str) -> None:
    with pytest.raises(errors.WrongSignIn) as unknown:
        sign_in(throttle, name)
    with pytest.raises(errors.WrongSignIn) as wrong:
        sign_in(throttle, manager.phone, "bukan kata sandinya")
    assert unknown.value.message() == wrong.value.message()


def test_an_unknown_account_costs_as_much_work(throttle: Throttle, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str | None] = []
    verify = passwords._hasher.verify

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            worked.append(kept)
            return bool(verify(kept, password))

        def __getattr__(self, name: str) -> object:
            return getattr(passwords.PasswordHasher(), name)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    with pytest.raises(errors.WrongSignIn):
        sign_in(throttle, "0812-0000-0000")
    assert len(worked) == 1


def test_somebody_without_a_password_cannot_sign_in(throttle: Throttle, app: Flask) -> None:
    with transaction() as session:
        services.create_person(session, None, name="Sari", phone="081234567890")
    for password in ("", "the password of somebody who is not there"):
        with pytest.raises(errors.WrongSignIn):
            sign_in(throttle, "081234567890", password)


def test_a_closed_account_opens_nothing(throttle: Throttle, manager: Member) -> None:
    with transaction() as session:
        session.execute(update(Person).values(is_active=False))
    with pytest.raises(errors.WrongSignIn):
        sign_in(throttle, manager.phone)


def test_after_ten_wrong_tries_even_the_right_password_waits(throttle: Throttle, manager: Member) -> None:
    for _ in range(SIGN_IN.tries):
        with pytest.raises(errors.WrongSignIn):
            sign_in(throttle, manager.phone, "salah sekali ini")
    with pytest.raises(errors.TooManyAttempts, match="15 minutes"):
        sign_in(throttle, manager.phone)


def test_time_unlocks(throttle: Throttle, manager: Member) -> None:
    for _ in range(SIGN_IN.tries):
        throttle.take(SIGN_IN, manager.phone)
    with pytest.raises(errors.TooManyAttempts):
        sign_in(throttle, manager.phone)
    [key] = throttle.connection.keys("lumbung:throttle:*")
    assert 0 < throttle.connection.ttl(key) <= 900
    throttle.connection.pexpire(key, 0)
    assert sign_in(throttle, manager.phone).person.id == manager.person_id


def test_a_right_password_starts_the_count_anew(throttle: Throttle, manager: Member) -> None:
    for _ in range(3):
        for _ in range(SIGN_IN.tries - 1):
            throttle.take(SIGN_IN, manager.phone)
        sign_in(throttle, manager.phone)


def test_one_account_in_trouble_delays_no_other(throttle: Throttle, manager: Member, administrator: Member) -> None:
    for _ in range(SIGN_IN.tries):
        throttle.take(SIGN_IN, manager.phone)
    assert sign_in(throttle, administrator.phone)


def test_who_guesses_elsewhere_does_not_lock_out_the_persons_own_phone(
    throttle: Throttle, manager: Member, administrator: Member
) -> None:
    def at(device: services.KnownDevice | None, password: str = PASSWORD) -> services.SignedIn:
        with transaction() as session:
            return services.sign_in(session, throttle, sign_in=manager.phone, password=password, device=device)

    for _ in range(SIGN_IN.tries):
        throttle.take(SIGN_IN, manager.phone)
    own = services.KnownDevice(manager.person_id, "own")
    assert at(own).person.id == manager.person_id
    for device in (None, services.KnownDevice(administrator.person_id, "another's")):
        with pytest.raises(errors.TooManyAttempts):
            at(device)
    for _ in range(SIGN_IN.tries):
        with pytest.raises(errors.WrongSignIn):
            at(own, "salah sekali ini")
    with pytest.raises(errors.TooManyAttempts):
        at(own)


def test_the_number_does_not_stand_in_redis(throttle: Throttle, manager: Member) -> None:
    throttle.take(SIGN_IN, manager.phone)
    assert not any(manager.phone[3:].encode() in key for key in throttle.connection.keys("*"))


def test_no_password_stands_in_the_audit_trail(throttle: Throttle, manager: Member) -> None:
    sign_in(throttle, manager.phone)
    with transaction() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert any(entry.verb == "identity.sign_in" for entry in entries)
    assert all(PASSWORD not in str(entry.details) and manager.phone not in str(entry.details) for entry in entries)


def test_two_phones_may_sign_in_at_once(app: Flask, throttle: Throttle, manager: Member) -> None:
    version = person(manager.person_id).version
    outcomes = at_once(
        app,
        *[lambda session: services.sign_in(session, throttle, sign_in=manager.phone, password=PASSWORD)] * 4,
    )
    assert {outcome.person.id for outcome in outcomes} == {manager.person_id}
    assert person(manager.person_id).version == version


def test_a_new_password_ends_every_session(throttle: Throttle, manager: Member) -> None:
    before = person(manager.person_id).session_key
    with transaction() as session:
        services.change_password(session, manager.actor, throttle, present=PASSWORD, new="empat kata lain lagi")
    assert person(manager.person_id).session_key != before
    assert sign_in(throttle, manager.phone, "empat kata lain lagi")
    with pytest.raises(errors.WrongSignIn):
        sign_in(throttle, manager.phone)


def test_a_new_password_needs_the_present_one(throttle: Throttle, manager: Member) -> None:
    before = person(manager.person_id)
    with pytest.raises(errors.WrongSignIn), transaction() as session:
        services.change_password(session, manager.actor, throttle, present="salah", new="empat kata lain lagi")
    after = person(manager.person_id)
    assert (after.password_hash, after.session_key) == (before.password_hash, before.session_key)


def test_an_outdated_hash_is_renewed_at_sign_in(throttle: Throttle, manager: Member) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction() as session:
        session.get_one(Person, manager.person_id).password_hash = weak
    sign_in(throttle, manager.phone)
    renewed = person(manager.person_id).password_hash
    assert renewed is not None
    assert not passwords.is_outdated(renewed)


def test_a_new_number_needs_the_present_password(throttle: Throttle, manager: Member) -> None:
    def change(password: str, phone: str) -> None:
        with transaction() as session:
            services.change_person(
                session, manager.actor, throttle, name="Sari D.", phone=phone, email="", password=password,
                expected_version=person(manager.person_id).version,
            )  # fmt: skip

    change("", manager.phone)
    assert person(manager.person_id).name == "Sari D."
    with pytest.raises(errors.WrongSignIn):
        change("", "081277778888")
    assert person(manager.person_id).phone == manager.phone
    change(PASSWORD, "081277778888")
    assert person(manager.person_id).phone == "+6281277778888"
