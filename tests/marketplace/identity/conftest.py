"""People and organisations for the tests of identity; real rows in the test's own database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.database import transaction
from marketplace.identity import services
from marketplace.identity.models import Region

PASSWORD = "tiga kata aneh"


@dataclass(frozen=True)
class Member:
    """A person in an organisation, as the tests speak of him."""

    person_id: UUID
    membership_id: UUID
    phone: str
    actor: Actor


@pytest.fixture
def batam(app: Flask) -> None:
    """A few real regions: a city with two villages, and a regency beside it."""
    rows = [
        ("21", None, "province", "Kepulauan Riau"),
        ("21.71", "21", "regency", "Kota Batam"),
        ("21.71.01", "21.71", "district", "Belakang Padang"),
        ("21.71.01.1004", "21.71.01", "village", "Pulau Terung"),
        ("21.71.01.1003", "21.71.01", "village", "Kasu"),
        ("21.04", "21", "regency", "Kabupaten Lingga"),
        ("21.04.01", "21.04", "district", "Singkep"),
    ]
    paths: dict[str, str] = {}
    with transaction() as session:
        for code, parent, level, name in rows:
            paths[code] = f"{name}, {paths[parent]}" if parent else name
            session.add(Region(code=code, parent_code=parent, level=level, name=name, path=paths[code]))
            session.flush()


@pytest.fixture
def make_organisation(batam: None) -> Callable[..., UUID]:
    """A function that makes an organisation and gives its id."""

    def make(
        name: str = "Koperasi Pulau Terung", kind: str = "cooperative", region: str | None = "21.71.01.1004"
    ) -> UUID:
        with transaction() as session:
            profile = services.Profile(name=name, region_code=region)
            return services.create_organisation(session, None, kind=kind, profile=profile).id

    return make


@pytest.fixture
def make_member(app: Flask) -> Callable[..., Member]:
    """A function that makes a person with roles in an organisation."""
    numbers = iter(range(1000))

    def make(organisation_id: UUID, *roles: str, person: UUID | None = None, name: str = "Sari Dewi") -> Member:
        phone = f"+6281234567{next(numbers):03}"
        with transaction() as session:
            if person is None:
                person = services.create_person(session, None, name=name, phone=phone, password=PASSWORD).id
            membership = services.add_membership(
                session, None, person_id=person, organisation_id=organisation_id, roles=roles
            )
            organisation = session.get_one(services.organisations.Organisation, organisation_id)
            actor = Actor(organisation_id, organisation.kind, frozenset(roles), person)  # type: ignore[arg-type]
        return Member(person, membership.id, phone, actor)

    return make


@pytest.fixture
def cooperative(make_organisation: Callable[..., UUID]) -> UUID:
    """A cooperative on an island of Batam."""
    return make_organisation()


@pytest.fixture
def administrator(cooperative: UUID, make_member: Callable[..., Member]) -> Member:
    """The cooperative's only administrator."""
    return make_member(cooperative, "administrator", name="Budi Santoso")


@pytest.fixture
def manager(cooperative: UUID, make_member: Callable[..., Member]) -> Member:
    """The cooperative's manager."""
    return make_member(cooperative, "manager", name="Sari Dewi")


@pytest.fixture
def stranger(make_organisation: Callable[..., UUID], make_member: Callable[..., Member]) -> Member:
    """The administrator of another cooperative."""
    return make_member(make_organisation("Koperasi Lain", region="21.04.01"), "administrator", name="Orang Lain")
