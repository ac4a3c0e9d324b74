"""Who belongs where: by administrators, never without one, and no two hands at once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.audit import AuditEntry
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, NotFound, NotPermitted
from marketplace.identity import errors, queries, services
from marketplace.identity.models import Membership, Person

from .conftest import Member
from .together import at_once


def roles_of(member: Member) -> list[str] | None:
    """The roles a member holds now; None when he belongs no more."""
    with transaction() as session:
        row = session.get_one(Membership, member.membership_id)
        return None if row.ended_at else row.roles


def count(table: type) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def change(member: Member, by: Member, *roles: str, version: int = 1) -> None:
    with transaction() as session:
        services.change_roles(session, by.actor, member.membership_id, roles, expected_version=version)


def end(member: Member, by: Member) -> None:
    with transaction() as session:
        services.end_membership(session, by.actor, member.membership_id)


def test_an_administrator_gives_other_roles_and_it_is_written_down(administrator: Member, manager: Member) -> None:
    change(manager, administrator, "treasurer")
    assert roles_of(manager) == ["treasurer"]
    with transaction() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "identity.change_roles")).one()
    assert entry.person_id == administrator.person_id
    assert entry.subject_id == manager.person_id
    assert entry.details == {"before": ["manager"], "after": ["treasurer"]}


def test_a_change_of_what_somebody_else_changed_is_refused(administrator: Member, manager: Member) -> None:
    change(manager, administrator, "treasurer")
    with pytest.raises(ChangedMeanwhile):
        change(manager, administrator, "cashier")
    assert roles_of(manager) == ["treasurer"]


def test_only_administrators_give_roles(administrator: Member, manager: Member) -> None:
    with pytest.raises(NotPermitted):
        change(manager, manager, "administrator", "manager")
    assert roles_of(manager) == ["manager"]


def test_another_cooperatives_administrator_finds_nobody_here(stranger: Member, manager: Member) -> None:
    with pytest.raises(NotFound):
        change(manager, stranger, "member")
    with pytest.raises(NotFound):
        end(manager, stranger)
    assert roles_of(manager) == ["manager"]


def test_a_supervisor_is_never_a_treasurer_too(administrator: Member, manager: Member) -> None:
    with pytest.raises(errors.SupervisorHoldsOffice):
        change(manager, administrator, "supervisor", "treasurer")
    assert roles_of(manager) == ["manager"]


def test_the_last_administrator_neither_leaves_nor_steps_down(administrator: Member, manager: Member) -> None:
    with pytest.raises(errors.LastAdministrator):
        end(administrator, administrator)
    with pytest.raises(errors.LastAdministrator):
        change(administrator, administrator, "manager")
    assert roles_of(administrator) == ["administrator"]


def test_with_a_second_administrator_the_first_may_go(
    cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator")
    end(administrator, administrator)
    assert roles_of(administrator) is None
    with pytest.raises(errors.LastAdministrator):
        end(second, second)


def test_two_administrators_who_remove_each_other_at_once_leave_one(
    app: Flask, cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator")
    outcomes = at_once(
        app,
        lambda session: services.end_membership(session, administrator.actor, second.membership_id),
        lambda session: services.end_membership(session, second.actor, administrator.membership_id),
    )
    assert sorted(roles_of(member) is None for member in (administrator, second)) == [False, True]
    assert sum(isinstance(outcome, NotFound | NotPermitted | errors.LastAdministrator) for outcome in outcomes) == 1


def test_two_administrators_who_step_down_at_once_leave_one(
    app: Flask, cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator")
    outcomes = at_once(
        app,
        *(
            lambda session, who=who: services.change_roles(
                session, who.actor, who.membership_id, ["member"], expected_version=1
            )
            for who in (administrator, second)
        ),
    )
    assert sum(isinstance(outcome, errors.LastAdministrator) for outcome in outcomes) == 1
    assert sorted([roles_of(administrator), roles_of(second)]) == [["administrator"], ["member"]]


def test_a_person_may_leave_by_himself(administrator: Member, manager: Member) -> None:
    end(manager, manager)
    assert roles_of(manager) is None


def test_a_member_cannot_send_another_away(
    cooperative: UUID, administrator: Member, manager: Member, make_member: Callable[..., Member]
) -> None:
    cashier = make_member(cooperative, "cashier")
    with pytest.raises(NotPermitted):
        end(cashier, manager)
    assert roles_of(cashier) == ["cashier"]


def test_a_cashier_sees_himself_and_a_manager_everybody(
    cooperative: UUID, administrator: Member, manager: Member, make_member: Callable[..., Member]
) -> None:
    cashier = make_member(cooperative, "cashier")
    with transaction() as session:
        assert [row.person_id for row in session.scalars(queries.people_visible_to(cashier.actor))] == [
            cashier.person_id
        ]
        assert len(session.scalars(queries.people_visible_to(manager.actor)).all()) == 3


def test_a_number_opens_one_account(app: Flask) -> None:
    with transaction() as session:
        services.create_person(session, None, name="Sari", phone="0812-3456-7890")
    with pytest.raises(errors.AlreadyRegistered), transaction() as session:
        services.create_person(session, None, name="Bukan Sari", phone="+62 812 3456 7890")
    assert count(Person) == 1


def test_a_number_given_twice_at_once_opens_one_account(app: Flask) -> None:
    outcomes = at_once(
        app,
        *[lambda session: services.create_person(session, None, name="Sari", phone="081234567890", email="s@c.id")] * 2,
    )
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [errors.AlreadyRegistered]
    assert count(Person) == 1


def test_somebody_who_cannot_be_reached_gets_no_account(app: Flask) -> None:
    with pytest.raises(errors.Unreachable), transaction() as session:
        services.create_person(session, None, name="Sari", phone=" ", email="")
    assert count(Person) == 0


def test_nobody_joins_twice(cooperative: UUID, manager: Member) -> None:
    with pytest.raises(errors.AlreadyMember), transaction() as session:
        services.add_membership(
            session, None, person_id=manager.person_id, organisation_id=cooperative, roles=["cashier"]
        )
    assert count(Membership) == 1


def test_an_administrator_adds_nobody_to_another_organisation(cooperative: UUID, stranger: Member) -> None:
    with pytest.raises(NotPermitted), transaction() as session:
        services.add_membership(
            session, stranger.actor, person_id=stranger.person_id, organisation_id=cooperative, roles=["manager"]
        )
    assert count(Membership) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"name": "A", "phone": "08123"},
        {"name": "A"},
        {"name": "", "phone": "+6281234567890"},
        {"name": "A", "phone": "+6281234567890", "language": "fr"},
    ],
)
def test_a_wrong_person_is_unstorable(app: Flask, row: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Person(**row))
    assert count(Person) == 0


def test_a_role_that_does_not_exist_is_unstorable(cooperative: UUID, manager: Member) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.get_one(Membership, manager.membership_id).roles = ["king"]
    assert roles_of(manager) == ["manager"]
