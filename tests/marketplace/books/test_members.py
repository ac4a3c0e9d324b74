"""The register of members: who is taken in, what is refused, what is kept of a NIK, who sees whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from marketplace.actor import Actor
from marketplace.audit import AuditEntry
from marketplace.books.errors import CodeNotGood, HasLeft, InvalidNik, MemberExists, NotLinked, NumberTaken
from marketplace.books.models.members import Member
from marketplace.books.queries import members as queries
from marketplace.books.rules.members import MemberRequest
from marketplace.books.services import members as services
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from marketplace.identity.models import Membership, Person
from tests.marketplace.orders.conftest import make_world

from .savings_world import NEW_YEAR, SAFE, TODAY, SavingsWorld, make_savings_world

NIK = "2171014107850001"


@pytest.fixture
def world(app: Flask) -> SavingsWorld:
    return make_savings_world(make_world())


def count() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Member)) or 0


def test_a_member_gets_the_next_number_and_a_phone_in_one_form(world: SavingsWorld) -> None:
    first = world.member("Musa", phone="0812 3456 7890")
    second = world.member("Aminah")
    assert (first.number, first.phone, second.number) == ("A-0001", "+6281234567890", "A-0002")
    assert world.member("Rosa", number="KP/17").number == "KP/17"


def test_a_number_is_given_once_and_nothing_is_written_when_it_is_taken(world: SavingsWorld) -> None:
    world.member("Musa", number="a-7")
    with pytest.raises(NumberTaken):
        world.member("Aminah", number="A-7")
    assert count() == 1


def test_the_same_key_registers_once(world: SavingsWorld) -> None:
    request = MemberRequest(name="Musa", joined_on=NEW_YEAR, nik=NIK)
    made = []
    for _ in range(2):
        with transaction() as session:
            made.append(services.register(session, world.secretary, request, SAFE, key="k").id)
    assert made[0] == made[1]
    assert count() == 1


WRONG: list[dict[str, Any]] = [
    {"joined_on": TODAY + timedelta(days=1)},
    {"name": " "},
    {"phone": "12"},
    {"nik": "1234"},
    {"inclusion": ("woman",)},
    {"inclusion": ("rich",), "inclusion_agreed": True},
]


def test_what_cannot_be_right_is_refused(world: SavingsWorld) -> None:
    for values in WRONG:
        with pytest.raises(Invalid):
            world.member(**{"name": "Musa", **values})
    assert count() == 0


def test_a_nik_is_kept_encrypted_shown_masked_and_found_again(world: SavingsWorld) -> None:
    member = world.member("Musa", nik=NIK)
    with transaction() as session:
        row = session.execute(text("SELECT member::text FROM member")).scalar_one()
        assert NIK not in row
        assert NIK.encode() not in (member.nik_sealed or b"")
        assert member.nik_end == "0001"
        assert services.show_nik(session, world.secretary, member.id, SAFE) == NIK
    with transaction() as session:
        noted = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert "books.show_nik" in {each.verb for each in noted}
    assert NIK not in " ".join(str(each.details) for each in noted)
    with pytest.raises(MemberExists) as refused:
        world.member("Musa lagi", nik="2171 0141 0785 0001")
    assert refused.value.details == {"number": "A-0001"}
    with pytest.raises(InvalidNik):
        world.member("Rosa", nik="2171014107859999"[:15])
    assert count() == 1


def test_another_cooperative_has_another_mark_of_the_same_nik(world: SavingsWorld) -> None:
    assert SAFE.seal(NIK, world.cooperative_id).mark == SAFE.seal(NIK, world.cooperative_id).mark
    assert SAFE.seal(NIK, world.cooperative_id).mark != SAFE.seal(NIK, world.treasurer.person_id).mark  # type: ignore[arg-type]


def test_a_change_keeps_what_was_not_asked_and_needs_the_version_seen(world: SavingsWorld) -> None:
    member = world.member("Musa", nik=NIK)
    request = MemberRequest(name="Musa bin Ali", joined_on=NEW_YEAR)
    with transaction() as session:
        changed = services.change(session, world.secretary, member.id, request, SAFE, version=member.version)
    assert (changed.name, changed.number, changed.nik_end) == ("Musa bin Ali", "A-0001", "0001")
    with pytest.raises(ChangedMeanwhile), transaction() as session:
        services.change(session, world.secretary, member.id, request, SAFE, version=member.version)
    forgotten = MemberRequest(name="Musa", joined_on=NEW_YEAR, nik="")
    with transaction() as session:
        changed = services.change(session, world.secretary, member.id, forgotten, SAFE, version=changed.version)
    assert (changed.nik_end, changed.nik_sealed, changed.nik_mark) == (None, None, None)


def test_only_registrars_write_and_another_cooperative_finds_nobody(world: SavingsWorld) -> None:
    member = world.member("Musa")
    request = MemberRequest(name="X", joined_on=NEW_YEAR)
    for actor in (world.cashier, world.world.supervisor, world.world.manager, world.world.member, world.world.seller):
        with pytest.raises(NotPermitted), transaction() as session:
            services.register(session, actor, request, SAFE)
        with pytest.raises(NotPermitted), transaction() as session:
            services.make_card_code(session, actor, member.id)
    with pytest.raises(NotFound), transaction() as session:
        queries.member(session, world.world.other_manager, member.id)
    with pytest.raises(NotFound), transaction() as session:
        services.change(session, world.world.other_manager, member.id, request, SAFE, version=1)
    for stranger in (world.world.seller, world.world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.member(session, stranger, member.id)
    assert count() == 1


def test_the_register_is_searched_by_name_number_and_phone(world: SavingsWorld) -> None:
    world.member("Musa Hasan", phone="081234567890")
    world.member("Siti Aminah")

    def found(words: str) -> list[str]:
        with transaction() as session:
            return [each.name for each in queries.register_page(session, world.cashier, words=words).members]

    assert found("musa") == found("567890") == found("0812345") == found("a-0001") == ["Musa Hasan"]
    assert found("siti musa") == []
    assert found("%") == []
    assert found("") == ["Musa Hasan", "Siti Aminah"]


def test_who_has_a_card_connects_his_own_account_once(world: SavingsWorld) -> None:
    member, udin = world.member("Udin"), world.world.member
    with pytest.raises(NotLinked), transaction() as session:
        queries.own_member(session, udin)
    with transaction() as session:
        code = services.make_card_code(session, world.secretary, member.id)
    for number, wrong in ((member.number, "AAAA-AAAA"), ("A-0009", code)):
        with pytest.raises(CodeNotGood), transaction() as session:
            services.claim(session, udin, number=number, code=wrong)
    with transaction() as session:
        services.claim(session, udin, number=member.number.lower(), code=f"{code[:4]}-{code[4:]}".lower())
    with transaction() as session:
        assert queries.own_member(session, udin).id == member.id
        assert queries.member(session, udin, member.id).name == "Udin"
    with pytest.raises(CodeNotGood), transaction() as session:
        services.claim(session, world.world.supervisor, number=member.number, code=code)


def test_an_old_code_and_a_second_card_of_the_same_account_are_refused(world: SavingsWorld) -> None:
    first, second, udin = world.member("Udin"), world.member("Udin lain"), world.world.member
    with transaction() as session:
        codes = {each.id: services.make_card_code(session, world.secretary, each.id) for each in (first, second)}
    with transaction() as session:
        session.get_one(Member, second.id).claim_expires_at = now() - timedelta(seconds=1)
    with pytest.raises(CodeNotGood), transaction() as session:
        services.claim(session, udin, number=second.number, code=codes[second.id])
    with transaction() as session:
        services.claim(session, udin, number=first.number, code=codes[first.id])
    with transaction() as session:
        again = services.make_card_code(session, world.secretary, second.id)
    with pytest.raises(MemberExists), transaction() as session:
        services.claim(session, udin, number=second.number, code=again)


def as_person(world: SavingsWorld, phone: str) -> Actor:
    with transaction() as session:
        person = session.get_one(Person, world.world.member.person_id)
        person.phone = phone
        session.add(Membership(person_id=person.id, organisation_id=world.cooperative_id, roles=["member"]))
    return world.world.member


def test_the_office_connects_the_account_with_the_same_phone_and_takes_it_apart_again(world: SavingsWorld) -> None:
    member, other = world.member("Udin", phone="081234567890"), world.member("Aminah")
    udin = as_person(world, "+6281234567890")
    with transaction() as session:
        proposed = queries.account_to_link(session, world.secretary, member)
        assert proposed is not None
        assert queries.account_to_link(session, world.secretary, other) is None
    with pytest.raises(NotFound), transaction() as session:
        services.link(session, world.secretary, other.id, proposed.id)
    with transaction() as session:
        services.link(session, world.secretary, member.id, proposed.id)
    with transaction() as session:
        assert queries.own_member(session, udin).id == member.id
        services.unlink(session, world.secretary, member.id)
    with pytest.raises(NotLinked), transaction() as session:
        queries.own_member(session, udin)


def test_a_member_sees_himself_and_nobody_else(world: SavingsWorld) -> None:
    own, other, udin = world.member("Udin"), world.member("Aminah"), world.world.member
    with transaction() as session:
        session.get_one(Member, own.id).person_id = udin.person_id
    with transaction() as session:
        assert queries.member(session, udin, own.id).id == own.id
    with pytest.raises(NotFound), transaction() as session:
        queries.member(session, udin, other.id)
    with pytest.raises(NotPermitted), transaction() as session:
        queries.register_page(session, udin)


def test_what_members_told_of_themselves_is_told_as_a_total_of_many_only(world: SavingsWorld) -> None:
    for number in range(5):
        told = ("woman", "youth") if number < 2 else ("woman",)
        world.member(f"Anggota {number}", inclusion=told, inclusion_agreed=True)
    world.member("Diam")
    with transaction() as session:
        totals = queries.register_totals(session, world.cooperative_id, first=NEW_YEAR, last=TODAY)
    assert (totals.current, totals.joined, totals.left, totals.told) == (6, 6, 0, 5)
    assert totals.inclusion == {"woman": 5, "youth": None}


def test_nobody_who_left_gets_a_card_code(world: SavingsWorld) -> None:
    member = world.member("Musa")
    with transaction() as session:
        row = session.get_one(Member, member.id)
        row.left_on, row.leaving_reason = TODAY, "Pindah"
    with pytest.raises(HasLeft), transaction() as session:
        services.make_card_code(session, world.secretary, member.id)
