"""The API of identity: as its people, as a stranger, as another organisation, and with tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from marketplace.database import transaction
from marketplace.identity import services
from marketplace.identity.access import scopes_offered
from marketplace.identity.models import ApiToken, Invitation, Organisation

from .conftest import Member


@dataclass
class Program:
    """A program with a token."""

    client: FlaskClient
    token: str

    def send(self, method: str, path: str, **given: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **given.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **given)

    def get(self, path: str, **given: Any) -> TestResponse:
        return self.send("GET", path, **given)


@pytest.fixture
def program(app: Flask) -> Callable[..., Program]:
    """A function that makes a program acting with a member's roles."""

    def make(member: Member, *scopes: str) -> Program:
        maker = member.actor if "administrator" in member.actor.roles else None
        assert maker is not None
        offered = scopes_offered(app)
        with transaction() as session:
            made = services.create_token(
                session, maker, label="Uji", scopes=scopes or offered, roles=sorted(maker.roles), offered=offered
            )
        assert made.token is not None
        return Program(app.test_client(), made.token)

    return make


@pytest.fixture
def ours(program: Callable[..., Program], administrator: Member) -> Program:
    return program(administrator)


def count(table: type) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_token_asks_who_it_is_whatever_its_scopes(
    program: Callable[..., Program], administrator: Member, cooperative: UUID
) -> None:
    answer = program(administrator, "regions:read").get("/me")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["organisation_id"] == str(cooperative)
    assert answer.json["scopes"] == ["me:read", "regions:read"]
    assert answer.json["person_id"] is None


def test_a_profile_is_changed_with_its_etag(ours: Program, cooperative: UUID) -> None:
    address = f"/organisations/{cooperative}"
    etag = ours.get(address).headers["ETag"]
    body = {"name": "Nama Baru", "region_code": "21.71.01.1003"}
    assert ours.send("PUT", address, json=body).status_code == 428
    changed = ours.send("PUT", address, json=body, headers={"If-Match": etag})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    late = ours.send("PUT", address, json=body | {"name": "Terlambat"}, headers={"If-Match": etag})
    assert (late.status_code, late.json and late.json["error"]["code"]) == (412, "changed_meanwhile")
    assert ours.get(address).json["name"] == "Nama Baru"  # type: ignore[index]


def test_people_are_listed_in_pages(
    ours: Program, cooperative: UUID, make_member: Callable[..., Member], manager: Member
) -> None:
    make_member(cooperative, "cashier")
    first = ours.get("/people?limit=2").json
    assert first is not None
    assert first["has_more"]
    rest = ours.get(f"/people?limit=2&after={first['next']}").json
    assert rest is not None
    assert (len(first["data"]), len(rest["data"]), rest["has_more"], rest["next"]) == (2, 1, False, None)
    assert ours.get("/people?after=nonsense").status_code == 422


def test_roles_are_changed_with_the_etag_and_the_last_administrator_stays(
    ours: Program, administrator: Member, manager: Member
) -> None:
    changed = ours.send(
        "PUT", f"/people/{manager.membership_id}/roles", json={"roles": ["treasurer"]}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.json and changed.json["roles"]) == (200, ["treasurer"])
    refused = ours.send("DELETE", f"/people/{administrator.membership_id}")
    assert (refused.status_code, refused.json and refused.json["error"]["code"]) == (409, "last_administrator")
    assert ours.send("DELETE", f"/people/{manager.membership_id}").status_code == 204


def test_an_invitation_tells_its_link_once(ours: Program, app: Flask) -> None:
    made = ours.send("POST", "/invitations", json={"roles": ["manager"]}, headers={"Idempotency-Key": "k"})
    again = ours.send("POST", "/invitations", json={"roles": ["manager"]}, headers={"Idempotency-Key": "k"})
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert made.json is not None
    assert again.json is not None
    assert made.json["id"] == again.json["id"]
    assert again.json["link"].startswith(app.extensions["settings"].public_url + "/invitations/")
    listed = ours.get("/invitations").json
    assert listed is not None
    assert [set(row) & {"link", "token_hash"} for row in listed["data"]] == [set()]
    assert ours.send("DELETE", f"/invitations/{made.json['id']}").status_code == 204
    assert ours.send("DELETE", f"/invitations/{made.json['id']}").status_code == 404


def test_a_token_makes_no_tokens(ours: Program) -> None:
    refused = ours.send("POST", "/tokens", json={"label": "x", "scopes": ["me:read"], "roles": ["administrator"]})
    assert refused.status_code == 403
    assert count(ApiToken) == 1


def test_a_token_does_what_its_scopes_say_and_no_more(program: Callable[..., Program], administrator: Member) -> None:
    reader = program(administrator, "invitations:read")
    assert reader.get("/invitations").status_code == 200
    assert reader.send("POST", "/invitations", json={"roles": ["manager"]}).status_code == 403
    assert reader.get("/people").status_code == 403
    assert count(Invitation) == 0


def test_a_token_of_no_use_is_refused(app: Flask) -> None:
    for token in ("", "lmb_unknown", "x" * 10_000):
        assert Program(app.test_client(), token).get("/me").status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/me"), ("GET", "/organisations"), ("POST", "/organisations"), ("GET", "/people"),
        ("GET", "/invitations"), ("POST", "/invitations"), ("GET", "/tokens"), ("POST", "/tokens"),
        ("GET", "/office/cooperatives"),
        ("GET", "/regions"),
    ],
)  # fmt: skip
def test_a_stranger_is_asked_to_sign_in(app: Flask, method: str, path: str) -> None:
    answer = app.test_client().open(f"/api/v1{path}", method=method, json={})
    assert (answer.status_code, answer.json and answer.json["error"]["code"]) == (401, "sign_in_required")


def test_another_organisation_finds_nothing_of_ours(
    program: Callable[..., Program], stranger: Member, ours: Program, cooperative: UUID, manager: Member
) -> None:
    theirs = program(stranger)
    invitation = ours.send("POST", "/invitations", json={"roles": ["manager"]}).json
    assert invitation is not None
    version = {"If-Match": '"1"'}
    answers = [
        theirs.get(f"/organisations/{cooperative}"),
        theirs.send("PUT", f"/organisations/{cooperative}", json={"name": "X"}, headers=version),
        theirs.get(f"/people/{manager.membership_id}"),
        theirs.send("PUT", f"/people/{manager.membership_id}/roles", json={"roles": ["member"]}, headers=version),
        theirs.send("DELETE", f"/people/{manager.membership_id}"),
        theirs.send("POST", f"/people/{manager.membership_id}/recovery-code"),
        theirs.send("DELETE", f"/invitations/{invitation['id']}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 7
    assert ours.get(f"/people/{manager.membership_id}").json["roles"] == ["manager"]  # type: ignore[index]
    assert len(ours.get("/invitations").json["data"]) == 1  # type: ignore[index]


def test_a_city_office_makes_a_cooperative_and_invites_its_administrator(
    program: Callable[..., Program], make_organisation: Callable[..., UUID], make_member: Callable[..., Member]
) -> None:
    office = program(make_member(make_organisation("Dinas", "city_office", "21.71"), "administrator", "officer"))
    body = {"kind": "cooperative", "name": "Koperasi Kasu", "region_code": "21.71.01.1003"}
    made = office.send("POST", "/organisations", json=body, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201
    assert made.json is not None
    again = office.send("POST", "/organisations", json=body, headers={"Idempotency-Key": "k"})
    assert again.json is not None
    assert again.json["id"] == made.json["id"]
    other = office.send("POST", "/organisations", json=body | {"name": "Lain"}, headers={"Idempotency-Key": "k"})
    assert (other.status_code, other.json and other.json["error"]["code"]) == (409, "idempotency_key_reused")
    invited = office.send("POST", f"/organisations/{made.json['id']}/first-administrator", json={})
    assert invited.status_code == 201
    seen = office.get("/office/cooperatives").json
    assert seen is not None
    assert seen["counts"] == {"not_started": 1}
    assert office.get(f"/organisations/{made.json['id']}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "cooperative"}, 422),
        ({"kind": "kingdom", "name": "X"}, 422),
        ({"kind": "cooperative", "name": "a\x00b"}, 422),
        ({"kind": "cooperative", "name": "X", "region_code": "99.99"}, 422),
        ({"kind": "cooperative", "name": "X", "unknown": 1}, 422),
        ({"kind": "platform", "name": "X"}, 403),
    ],
)
def test_a_body_that_cannot_be_right_writes_nothing(
    program: Callable[..., Program],
    make_organisation: Callable[..., UUID],
    make_member: Callable[..., Member],
    body: dict[str, Any],
    status: int,
) -> None:
    platform = program(make_member(make_organisation("Lumbung", "platform", None), "administrator"))
    assert platform.send("POST", "/organisations", json=body).status_code == status
    assert count(Organisation) == 1


def test_regions_are_searched_and_listed(ours: Program) -> None:
    found = ours.get("/regions?q=terung").json
    assert found is not None
    assert [row["path"] for row in found["data"]] == ["Pulau Terung, Belakang Padang, Kota Batam, Kepulauan Riau"]
    first = ours.get("/regions?parent=21&limit=1").json
    assert first is not None
    assert ([row["code"] for row in first["data"]], first["has_more"], first["next"]) == (["21.04"], True, "21.04")
    rest = ours.get("/regions?parent=21&limit=1&after=21.04").json
    assert rest is not None
    assert ([row["code"] for row in rest["data"]], rest["has_more"]) == (["21.71"], False)
    assert ours.get("/regions/21.71").json["name"] == "Kota Batam"  # type: ignore[index]
    assert ours.get("/regions/99").status_code == 404
    assert ours.get("/regions?q=a&parent=21").status_code == 422


def test_a_recovery_code_is_told_once_and_kept_by_nothing(
    ours: Program, app: Flask, manager: Member, administrator: Member
) -> None:
    refused = ours.send("POST", f"/people/{manager.membership_id}/recovery-code")
    assert refused.status_code == 403  # a program is nobody who could be asked afterwards
