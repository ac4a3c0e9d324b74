"""Organisations come in by the platform or the city office of their region, and tell about themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.actor import Actor
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, DomainError, NotFound, NotPermitted
from marketplace.identity import errors, queries, services
from marketplace.identity.models import Organisation
from marketplace.identity.services import Profile

from .conftest import Member


@pytest.fixture
def office(make_organisation: Callable[..., UUID], make_member: Callable[..., Member]) -> Member:
    """An officer of the city office of Batam."""
    return make_member(make_organisation("Dinas Koperasi Batam", "city_office", "21.71"), "officer")


@pytest.fixture
def platform(make_organisation: Callable[..., UUID], make_member: Callable[..., Member]) -> Member:
    """An administrator of the platform."""
    return make_member(make_organisation("Lumbung", "platform", None), "administrator")


def create(actor: Actor | None, kind: str = "cooperative", key: str | None = None, **profile: object) -> Organisation:
    given = {"name": "Koperasi Kasu", "region_code": "21.71.01.1003"} | profile
    with transaction() as session:
        return services.create_organisation(session, actor, kind=kind, profile=Profile(**given), key=key)  # type: ignore[arg-type]


def organisations() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Organisation)) or 0


def test_a_city_office_makes_a_cooperative_of_its_region(office: Member) -> None:
    made = create(office.actor)
    assert (made.kind, made.regency_code, made.time_zone) == ("cooperative", "21.71", "WIB")


@pytest.mark.parametrize(
    ("kind", "region"),
    [("supplier", "21.71.01.1003"), ("cooperative", "21.04.01"), ("cooperative", None), ("platform", None)],
)
def test_a_city_office_makes_nothing_else(office: Member, kind: str, region: str | None) -> None:
    before = organisations()
    with pytest.raises(NotPermitted):
        create(office.actor, kind, region_code=region)
    assert organisations() == before


def test_the_platform_makes_any_but_a_second_platform(platform: Member) -> None:
    for kind in ("cooperative", "supplier", "producer_group", "city_office"):
        assert create(platform.actor, kind).kind == kind
    with pytest.raises(NotPermitted):
        create(platform.actor, "platform")
    with pytest.raises(IntegrityError):
        create(None, "platform")


def test_a_cooperative_makes_no_organisations(administrator: Member) -> None:
    with pytest.raises(NotPermitted):
        create(administrator.actor)
    assert organisations() == 1


def test_sent_twice_it_is_one_organisation(platform: Member) -> None:
    before = organisations()
    assert create(platform.actor, key="k").id == create(platform.actor, key="k").id
    assert organisations() == before + 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": " "}, errors.InvalidText),
        ({"region_code": "99.99"}, errors.UnknownRegion),
        ({"region_code": "21.71\x00"}, errors.UnknownRegion),
        ({"phone": "123"}, errors.InvalidPhone),
        ({"tax_number": "1"}, errors.InvalidTaxNumber),
        ({"time_zone": "UTC"}, DomainError),
    ],
)
def test_a_profile_that_cannot_be_right_is_refused(
    administrator: Member, changes: dict[str, str], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        create(None, **changes)
    assert organisations() == 1


def change(by: Member, organisation_id: UUID, version: int = 1, name: str = "Nama Baru") -> Organisation:
    with transaction() as session:
        profile = Profile(name=name, region_code="21.71.01.1003", time_zone="WITA", is_island=True)
        return services.change_profile(session, by.actor, organisation_id, profile, expected_version=version)


def test_an_administrator_changes_the_profile_and_the_version_counts_up(
    administrator: Member, cooperative: UUID
) -> None:
    changed = change(administrator, cooperative)
    assert (changed.name, changed.time_zone, changed.version) == ("Nama Baru", "WITA", 2)
    with transaction() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "identity.change_profile")).one()
    assert entry.details == {"fields": ["is_island", "name", "region_code", "time_zone"]}


def test_a_profile_changed_meanwhile_is_not_overwritten(administrator: Member, cooperative: UUID) -> None:
    change(administrator, cooperative)
    with pytest.raises(ChangedMeanwhile):
        change(administrator, cooperative, name="Terlambat")
    with transaction() as session:
        assert session.get_one(Organisation, cooperative).name == "Nama Baru"


def test_others_change_nothing(manager: Member, stranger: Member, office: Member, cooperative: UUID) -> None:
    for member, error in ((manager, NotPermitted), (stranger, NotFound), (office, NotFound)):
        with pytest.raises(error):
            change(member, cooperative)
    with transaction() as session:
        assert session.get_one(Organisation, cooperative).version == 1


def test_the_first_administrator_comes_by_a_link_of_the_city_office(office: Member, stranger: Member) -> None:
    made = create(office.actor)
    with transaction() as session:
        invited = services.invite_first_administrator(
            session, office.actor, made.id, name="Bu Sari", roles=("manager",)
        )
    assert invited.token is not None
    with transaction() as session:
        services.accept_as_person(session, invited.token, stranger.person_id)
    with transaction() as session:
        assert [row.roles for row in queries.memberships_of(session, stranger.person_id)][1] == [
            "administrator",
            "manager",
        ]
    with pytest.raises(errors.AdministratorPresent), transaction() as session:
        services.invite_first_administrator(session, office.actor, made.id)


def test_a_city_office_invites_nobody_into_another_regency(office: Member, stranger: Member) -> None:
    with transaction() as session:
        elsewhere = services.create_organisation(
            session, None, kind="cooperative", profile=Profile(name="Lingga", region_code="21.04.01")
        ).id
    with pytest.raises(NotFound), transaction() as session:
        services.invite_first_administrator(session, office.actor, elsewhere)


def test_a_city_office_sees_the_cooperatives_of_its_regency_and_whether_they_are_alive(
    office: Member, administrator: Member, manager: Member, stranger: Member, cooperative: UUID
) -> None:
    create(office.actor)
    change(administrator, cooperative, name="Koperasi Aktif")
    with transaction() as session:
        seen = queries.cooperatives_of_office(session, office.actor)
        later = queries.cooperatives_of_office(session, office.actor, at=now() + timedelta(days=60))
    assert [(row.name, row.people, row.liveness, row.has_administrator) for row in seen] == [
        ("Koperasi Aktif", 2, "active", True),
        ("Koperasi Kasu", 0, "not_started", False),
    ]
    assert [row.liveness for row in later] == ["quiet", "not_started"]


def test_a_city_office_learns_no_more_of_a_cooperative(office: Member, manager: Member) -> None:
    assert set(queries.CooperativeStatus.__slots__) == {
        "id", "name", "region", "people", "has_administrator", "liveness", "last_active_on",
    }  # fmt: skip
    with transaction() as session:
        assert manager.person_id not in {
            row.person_id for row in session.scalars(queries.people_visible_to(office.actor))
        }


def test_a_cooperative_does_not_see_what_the_city_office_sees(administrator: Member) -> None:
    with pytest.raises(NotPermitted), transaction() as session:
        queries.cooperatives_of_office(session, administrator.actor)


def test_a_regency_that_does_not_hold_the_region_is_unstorable(cooperative: UUID) -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(update(Organisation).values(regency_code="11.01"))
