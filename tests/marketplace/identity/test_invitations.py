"""A link makes one person a member, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import IdempotencyKeyReused, NotFound, NotPermitted
from marketplace.identity import errors, queries, services
from marketplace.identity.models import Invitation, Membership, Person

from .conftest import PASSWORD, Member
from .together import at_once


def invite(by: Member, *roles: str, key: str | None = None, name: str = "Bu Sari") -> services.Invited:
    with transaction() as session:
        return services.invite(session, by.actor, roles=roles or ("manager",), name=name, key=key)


def link(invited: services.Invited) -> str:
    assert invited.token is not None
    return invited.token


def accept_as_new(token: str, phone: str = "0812-9999-0001", **changes: Any) -> UUID:
    given = {"name": "Sari Dewi", "phone": phone, "email": None, "password": PASSWORD} | changes
    with transaction() as session:
        return services.accept_as_new(session, token, **given).id


def accept(token: str, member: Member) -> None:
    with transaction() as session:
        services.accept_as_person(session, token, member.person_id)


def memberships(person_id: UUID) -> list[tuple[UUID, list[str]]]:
    with transaction() as session:
        return [(row.organisation_id, row.roles) for row in queries.memberships_of(session, person_id)]


def people() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def test_somebody_new_accepts_and_belongs(administrator: Member, cooperative: UUID) -> None:
    person = accept_as_new(link(invite(administrator, "manager")))
    assert memberships(person) == [(cooperative, ["manager"])]


def test_the_link_itself_is_not_kept(administrator: Member) -> None:
    token = link(invite(administrator))
    with transaction() as session:
        kept = session.scalars(select(Invitation)).one()
    assert token not in {kept.token_hash, kept.invited_name}


def test_somebody_with_an_account_accepts_with_it(administrator: Member, cooperative: UUID, stranger: Member) -> None:
    accept(link(invite(administrator, "treasurer")), stranger)
    assert [roles for _, roles in memberships(stranger.person_id)] == [["administrator"], ["treasurer"]]


def test_a_member_who_accepts_gets_the_roles_besides_his_own(administrator: Member, manager: Member) -> None:
    accept(link(invite(administrator, "cashier")), manager)
    assert [roles for _, roles in memberships(manager.person_id)] == [["manager", "cashier"]]


def test_a_supervisor_does_not_become_treasurer_by_a_link(
    cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    supervisor = make_member(cooperative, "supervisor")
    token = link(invite(administrator, "treasurer"))
    with pytest.raises(errors.SupervisorHoldsOffice):
        accept(token, supervisor)
    assert [roles for _, roles in memberships(supervisor.person_id)] == [["supervisor"]]


def test_a_link_works_once(administrator: Member, stranger: Member) -> None:
    token = link(invite(administrator))
    accept(token, stranger)
    before = people()
    with pytest.raises(errors.InvitationNotOpen):
        accept_as_new(token)
    assert people() == before


def test_a_link_opened_by_two_at_once_lets_one_in(app: Flask, administrator: Member, cooperative: UUID) -> None:
    token = link(invite(administrator))
    outcomes = at_once(
        app,
        *(
            lambda session, phone=phone: services.accept_as_new(
                session, token, name="Sari", phone=phone, email=None, password=PASSWORD
            )
            for phone in ("081299990001", "081299990002")
        ),
    )
    assert sum(isinstance(outcome, errors.InvitationNotOpen) for outcome in outcomes) == 1
    with transaction() as session:
        members = session.scalars(select(Membership).where(Membership.organisation_id == cooperative)).all()
    assert len(members) == 2
    assert people() == 2


def test_two_links_accepted_at_once_make_one_membership(
    app: Flask, administrator: Member, cooperative: UUID, stranger: Member
) -> None:
    tokens = [link(invite(administrator, role)) for role in ("manager", "cashier")]
    at_once(
        app,
        *(
            lambda session, token=token: services.accept_as_person(session, token, stranger.person_id)
            for token in tokens
        ),
    )
    assert [roles for where, roles in memberships(stranger.person_id) if where == cooperative] == [
        ["manager", "cashier"]
    ]


@pytest.mark.parametrize("token", ["", "x", "0" * 5000])
def test_an_unknown_link_opens_nothing(app: Flask, token: str) -> None:
    with pytest.raises(errors.InvitationNotOpen):
        accept_as_new(token)
    assert people() == 0


def test_a_link_ends_after_seven_days(administrator: Member) -> None:
    token = link(invite(administrator))
    with transaction() as session:
        session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    with pytest.raises(errors.InvitationNotOpen):
        accept_as_new(token)
    assert people() == 1


def test_a_withdrawn_link_opens_nothing(administrator: Member) -> None:
    invited = invite(administrator)
    with transaction() as session:
        services.withdraw_invitation(session, administrator.actor, invited.invitation.id)
    with pytest.raises(errors.InvitationNotOpen):
        accept_as_new(link(invited))
    assert people() == 1


def test_the_links_of_somebody_who_left_open_nothing(
    cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator")
    token = link(invite(second, "administrator"))
    with transaction() as session:
        services.end_membership(session, administrator.actor, second.membership_id)
    with pytest.raises(errors.InvitationNotOpen):
        accept(token, second)
    assert memberships(second.person_id) == []


def test_another_organisation_cannot_withdraw_it(administrator: Member, stranger: Member) -> None:
    invited = invite(administrator)
    with pytest.raises(NotFound), transaction() as session:
        services.withdraw_invitation(session, stranger.actor, invited.invitation.id)
    accept_as_new(link(invited))


def test_only_administrators_invite(manager: Member) -> None:
    with pytest.raises(NotPermitted):
        invite(manager)
    with pytest.raises(NotPermitted):
        queries.invitations_visible_to(manager.actor)
    with transaction() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_sent_twice_it_is_one_invitation_with_a_fresh_link(administrator: Member) -> None:
    first, second = invite(administrator, key="k1"), invite(administrator, key="k1")
    assert first.invitation.id == second.invitation.id
    with pytest.raises(errors.InvitationNotOpen):
        accept_as_new(link(first))
    accept_as_new(link(second))
    assert invite(administrator, key="k1").token is None


def test_a_key_sent_with_other_roles_is_refused(administrator: Member) -> None:
    invite(administrator, "manager", key="k1")
    with pytest.raises(IdempotencyKeyReused):
        invite(administrator, "administrator", key="k1")


def test_somebody_with_an_account_is_asked_to_sign_in(administrator: Member, stranger: Member) -> None:
    token = link(invite(administrator))
    with pytest.raises(errors.AlreadyRegistered):
        accept_as_new(token, phone=stranger.phone)
    accept_as_new(token)


def test_a_weak_password_leaves_the_link_open(administrator: Member) -> None:
    token = link(invite(administrator))
    with pytest.raises(errors.PasswordTooCommon):
        accept_as_new(token, password="koperasi123")
    assert people() == 1
    accept_as_new(token)
