"""The pages of identity: what people see and do, and what a stranger does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.database import transaction
from marketplace.identity import queries, services
from marketplace.identity.models import Invitation, Membership, Organisation, Person
from marketplace.identity.throttle import Throttle
from marketplace.queueing import connect
from tests.marketplace.identity.conftest import PASSWORD, Member

from .conftest import Browser, outside


def invitation_link(text: str) -> str:
    found = re.search(r"/invitations/[\w-]+", unescape(text))
    assert found is not None
    return found.group()


def test_a_person_signs_in_and_lands_where_he_wanted_to_go(browser: Browser, manager: Member) -> None:
    browser.get("/sign-in?next=/account")
    response = browser.post("/sign-in?next=/account", sign_in=manager.phone, password=PASSWORD)
    assert (response.status_code, response.location) == (303, "/account")
    assert "Sari Dewi" in browser.get("/account").text


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_link_from_outside_sends_nobody_elsewhere(browser: Browser, manager: Member, target: str) -> None:
    browser.get("/sign-in")
    response = browser.post("/sign-in", sign_in=manager.phone, password=PASSWORD, next=target)
    assert response.location == "/"


def test_a_wrong_password_keeps_what_was_typed_and_says_no_more(browser: Browser, manager: Member) -> None:
    browser.get("/sign-in")
    wrong = browser.post("/sign-in", sign_in=manager.phone, password="salah sekali")
    unknown = browser.post("/sign-in", sign_in="081200000000", password="salah sekali")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert manager.phone in wrong.text
    assert "Nomor, email, atau kata sandi tidak cocok." in wrong.text
    assert "Nomor, email, atau kata sandi tidak cocok." in unknown.text
    assert "salah sekali" not in wrong.text


def test_a_form_from_another_site_is_refused(browser: Browser, manager: Member) -> None:
    response = outside(browser.client.post, "/sign-in", data={"sign_in": manager.phone, "password": PASSWORD})
    assert response.status_code == 400
    browser.sign_in(manager)
    assert (
        outside(
            browser.client.post, "/account/password", data={"present": PASSWORD, "password": "a b c d e f"}
        ).status_code
        == 400
    )


def test_the_session_of_a_stranger_ends_when_somebody_signs_in(browser: Browser, manager: Member) -> None:
    browser.get("/sign-in")
    before = browser.client.get_cookie("session")
    browser.sign_in(manager)
    after = browser.client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    with browser.client.session_transaction() as kept:
        assert kept["_user_id"] != str(manager.person_id)


def test_signed_out_means_signed_out(browser: Browser, manager: Member) -> None:
    browser.sign_in(manager)
    assert browser.post("/sign-out").status_code == 303
    assert browser.get("/account").status_code in {303, 401}


def test_a_new_password_signs_out_the_other_phone_and_keeps_this_one(
    open_browser: Callable[[], Browser], manager: Member
) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in(manager)
    there.sign_in(manager)
    changed = here.post("/account/password", present=PASSWORD, password="empat kata lain lagi")
    assert changed.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code in {303, 401}


def test_every_device_is_signed_out_at_once(open_browser: Callable[[], Browser], manager: Member) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in(manager)
    there.sign_in(manager)
    assert here.post("/account/sign-out-everywhere").status_code == 303
    assert {browser.get("/account").status_code for browser in (here, there)} <= {303, 401}


def test_the_demo_people_sign_in_with_one_tap_in_development_only(
    whole: Flask, open_browser: Callable[[], Browser], manager: Member
) -> None:
    persona = {"name": "Sari", "role": "manajer", "organisation": "K", "sign_in": manager.phone, "password": PASSWORD}
    whole.extensions["personas"] = [persona]
    browser = open_browser()
    assert "Satu ketukan" in browser.get("/sign-in").text
    assert browser.post("/sign-in/persona/0").status_code == 303
    browser.get("/account")
    assert browser.post("/sign-in/persona/1").status_code == 404
    whole.extensions["settings"] = replace(whole.extensions["settings"], environment="production")
    other = open_browser()
    assert "Satu ketukan" not in other.get("/sign-in").text
    assert other.post("/sign-in/persona/0").status_code == 404


def test_an_invitation_goes_from_the_administrator_to_a_new_member(
    open_browser: Callable[[], Browser], administrator: Member, cooperative: UUID
) -> None:
    office, phone = open_browser(), open_browser()
    office.sign_in(administrator)
    office.get("/people/invite")
    made = office.post("/people/invite", name="Bu Rina", roles="treasurer")
    assert made.headers["Cache-Control"] == "no-store"
    assert "https://wa.me/?text=" in made.text
    link = invitation_link(made.text)
    assert "diundang sebagai bendahara" in phone.get(link).text
    assert phone.get(link).status_code == 200
    accepted = phone.post(f"{link}/new", name="Rina", phone="0812-5555-6666", email="", password=PASSWORD)
    assert accepted.status_code == 303
    assert "Rina" in phone.get("/account").text
    with transaction() as session:
        roles = session.scalars(select(Membership.roles).where(Membership.organisation_id == cooperative)).all()
    assert sorted(roles) == [["administrator"], ["treasurer"]]
    assert open_browser().get(link).status_code == 404


def test_what_was_wrong_in_an_acceptance_is_said_beside_its_field(
    open_browser: Callable[[], Browser], administrator: Member
) -> None:
    with transaction() as session:
        token = services.invite(session, administrator.actor, roles=["manager"]).token
    browser = open_browser()
    browser.get(f"/invitations/{token}")
    for fields, sentence in (
        ({"password": "koperasi123", "phone": "081255556666"}, "mudah ditebak"),
        ({"password": PASSWORD, "phone": "12"}, "Tulis nomor telepon Indonesia"),
        ({"password": PASSWORD, "phone": administrator.phone}, "sudah punya akun"),
    ):
        answer = browser.post(f"/invitations/{token}/new", name="Rina", email="", **fields)
        assert answer.status_code in {409, 422}
        assert sentence in answer.text
        assert 'value="Rina"' in answer.text
    with transaction() as session:
        assert session.scalars(select(Invitation)).one().is_open()
        assert len(session.scalars(select(Person)).all()) == 1


def test_somebody_with_an_account_accepts_with_one_tap(
    open_browser: Callable[[], Browser], administrator: Member, stranger: Member
) -> None:
    with transaction() as session:
        token = services.invite(session, administrator.actor, roles=["manager"]).token
    browser = open_browser()
    assert browser.post(f"/invitations/{token}/accept").status_code == 400
    browser.sign_in(stranger)
    assert "Terima sebagai Orang Lain" in browser.get(f"/invitations/{token}").text
    assert browser.post(f"/invitations/{token}/accept").status_code == 303
    assert "Koperasi Pulau Terung" in browser.get("/account").text


def test_a_person_moves_between_his_organisations_and_into_no_other(
    browser: Browser,
    cooperative: UUID,
    manager: Member,
    stranger: Member,
    make_organisation: Callable[..., UUID],
    make_member: Callable[..., Member],
) -> None:
    supplier = make_organisation("CV Laut Jaya", "supplier")
    make_member(supplier, "sales", person=manager.person_id)
    browser.get("/sign-in")
    response = browser.post("/sign-in", sign_in=manager.phone, password=PASSWORD)
    assert response.location.startswith("/organisations/choose")
    browser.get("/organisations/choose")
    browser.post(f"/organisations/choose/{supplier}")
    assert "CV Laut Jaya" in browser.get("/account").text
    assert browser.post(f"/organisations/choose/{stranger.actor.organisation_id}").status_code == 404
    assert "CV Laut Jaya" in browser.get("/account").text


def test_who_belongs_nowhere_any_more_is_told_so(browser: Browser, administrator: Member, manager: Member) -> None:
    browser.sign_in(manager)
    with transaction() as session:
        services.end_membership(session, administrator.actor, manager.membership_id)
    assert "belum tergabung" in browser.get("/organisations/choose").text
    assert browser.get("/sign-in").location.endswith("/organisations/choose")


def test_a_recovery_code_goes_from_the_administrators_page_to_a_new_password(
    open_browser: Callable[[], Browser], administrator: Member, manager: Member
) -> None:
    office, phone = open_browser(), open_browser()
    office.sign_in(administrator)
    shown = office.post(f"/people/{manager.membership_id}/recovery-code")
    assert shown.headers["Cache-Control"] == "no-store"
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", shown.text)
    assert code is not None
    phone.get("/recover")
    wrong = phone.post("/recover", sign_in=manager.phone, code="2222-2222", password="empat kata lain lagi")
    assert wrong.status_code == 422
    assert "Kode tidak cocok" in wrong.text
    done = phone.post("/recover", sign_in=manager.phone, code=code.group(), password="empat kata lain lagi")
    assert done.status_code == 303
    phone.sign_in(manager, "empat kata lain lagi")
    text = phone.get("/account").text
    assert "Budi Santoso" in text


def test_the_try_counts_although_the_page_shows_an_error(
    open_browser: Callable[[], Browser], administrator: Member, manager: Member
) -> None:
    with transaction() as session:
        code = services.issue_code(session, administrator.actor, manager.membership_id).code
    phone = open_browser()
    phone.get("/recover")
    for _ in range(5):
        phone.post("/recover", sign_in=manager.phone, code="22222222", password="empat kata lain lagi")
    late = phone.post("/recover", sign_in=manager.phone, code=code, password="empat kata lain lagi")
    assert late.status_code == 422


def test_a_profile_is_changed_unless_somebody_was_faster(
    open_browser: Callable[[], Browser], administrator: Member, cooperative: UUID
) -> None:
    one, other = open_browser(), open_browser()
    for browser in (one, other):
        browser.sign_in(administrator)
        browser.get("/organisation")
    given = {"region_code": "21.71.01.1003", "time_zone": "WIB", "is_island": "1"}
    assert one.post("/organisation", name="Lebih Dulu", **given).status_code == 303
    late = other.post("/organisation", name="Terlambat", **given)
    assert late.status_code == 409
    assert "Terlambat" in late.text
    with transaction() as session:
        row = session.get_one(Organisation, cooperative)
    assert (row.name, row.region_code, row.is_island) == ("Lebih Dulu", "21.71.01.1003", True)


def test_a_region_is_searched_and_chosen_without_a_script(browser: Browser, administrator: Member) -> None:
    browser.sign_in(administrator)
    found = browser.get("/regions?q=kasu").text
    assert "/organisation?region=21.71.01.1003" in unescape(found)
    assert "Kasu, Belakang Padang" in browser.get("/organisation?region=21.71.01.1003").text
    assert browser.get("/regions?q=%00%25").status_code == 200


def test_a_token_is_made_shown_once_and_revoked(browser: Browser, administrator: Member, whole: Flask) -> None:
    browser.sign_in(administrator)
    browser.get("/tokens")
    made = browser.post("/tokens", label="Kasir", scopes="people:read", roles="administrator", expires_on="2099-01-31")
    token = re.search(r"lmb_[\w-]{43}", made.text)
    assert token is not None
    asked = {"headers": {"Authorization": f"Bearer {token.group()}"}}
    assert outside(whole.test_client().get, "/api/v1/people", **asked).status_code == 200
    listed = browser.get("/tokens").text
    assert token.group() not in listed
    address = re.search(r"/tokens/[0-9a-f-]{36}/revoke", listed)
    assert address is not None
    assert browser.post(address.group()).status_code == 303
    assert outside(whole.test_client().get, "/api/v1/people", **asked).status_code == 401


@pytest.mark.parametrize("expires_on", ["gestern", "2001-01-01"])
def test_a_token_with_a_wrong_end_is_not_made(browser: Browser, administrator: Member, expires_on: str) -> None:
    browser.sign_in(administrator)
    browser.get("/tokens")
    refused = browser.post("/tokens", label="K", scopes="people:read", roles="administrator", expires_on=expires_on)
    assert refused.status_code == 422
    with transaction() as session:
        assert session.scalars(queries.tokens_visible_to(administrator.actor)).all() == []


def test_a_city_office_brings_in_a_cooperative_and_sees_whether_it_lives(
    browser: Browser, make_organisation: Callable[..., UUID], make_member: Callable[..., Member]
) -> None:
    browser.sign_in(make_member(make_organisation("Dinas", "city_office", "21.71"), "officer"))
    browser.get("/organisations/new?region=21.71.01.1003")
    made = browser.post("/organisations/new", kind="cooperative", name="Koperasi Kasu", region_code="21.71.01.1003")
    assert made.status_code == 303
    browser.get(made.location)
    invited = browser.post(made.location, name="Bu Rina", roles="manager")
    assert invitation_link(invited.text)
    assert "belum mulai" in browser.get("/office").text
    elsewhere = browser.post("/organisations/new", kind="cooperative", name="Lingga", region_code="21.04.01")
    assert elsewhere.status_code == 422
    with transaction() as session:
        assert session.scalars(select(Organisation.name).where(Organisation.kind == "cooperative")).all() == [
            "Koperasi Kasu"
        ]


PRIVATE = (
    "/people", "/people/invite", "/account", "/tokens", "/organisation", "/regions", "/office", "/organisations",
    "/organisations/new",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_stranger_is_sent_to_the_sign_in(browser: Browser, address: str) -> None:
    response = browser.get(address)
    assert response.status_code in {303, 401}
    if response.status_code == 303:
        assert response.location.startswith("/sign-in")


@pytest.mark.parametrize("address", ["/office", "/organisations", "/organisations/new", "/tokens"])
def test_a_manager_is_shown_no_page_of_others(browser: Browser, manager: Member, address: str) -> None:
    browser.sign_in(manager)
    assert browser.get(address).status_code == 403


def test_another_organisations_person_is_not_found(browser: Browser, stranger: Member, manager: Member) -> None:
    browser.sign_in(stranger)
    for method, address in (
        (browser.get, f"/people/{manager.membership_id}"),
        (browser.post, f"/people/{manager.membership_id}/roles"),
        (browser.post, f"/people/{manager.membership_id}/end"),
        (browser.post, f"/people/{manager.membership_id}/recovery-code"),
    ):
        assert method(address).status_code == 404
    with transaction() as session:
        row = session.get_one(Membership, manager.membership_id)
    assert (row.roles, row.ended_at) == (["manager"], None)


def test_the_language_chosen_is_found_again_on_the_next_phone(
    open_browser: Callable[[], Browser], manager: Member
) -> None:
    here, there = open_browser(), open_browser()
    here.sign_in(manager)
    here.get("/language/en?back=/account")
    assert '<html lang="en">' in here.get("/account").text
    there.sign_in(manager)
    assert '<html lang="en">' in there.get("/account").text


def test_ten_wrong_tries_lock_the_account_and_not_the_neighbour(
    whole: Flask, open_browser: Callable[[], Browser], manager: Member, administrator: Member, redis_url: str
) -> None:
    connection = connect(redis_url)
    whole.extensions["identity.throttle"] = Throttle(connection)
    browser = open_browser()
    browser.get("/sign-in")
    statuses = [browser.post("/sign-in", sign_in=manager.phone, password="salah sekali").status_code for _ in range(10)]
    locked = browser.post("/sign-in", sign_in=manager.phone, password=PASSWORD)
    assert (set(statuses), locked.status_code) == ({422}, 429)
    assert "menit lagi" in locked.text
    assert browser.post("/sign-in", sign_in=administrator.phone, password=PASSWORD).status_code == 303
    connection.close()


def test_a_phone_that_is_known_is_not_locked_out_by_guesses_made_elsewhere(
    whole: Flask, open_browser: Callable[[], Browser], manager: Member, administrator: Member, redis_url: str
) -> None:
    connection = connect(redis_url)
    whole.extensions["identity.throttle"] = Throttle(connection)
    own, elsewhere, forged = open_browser(), open_browser(), open_browser()
    own.sign_in(manager)
    elsewhere.get("/sign-in")
    forged.get("/sign-in")
    forged.client.set_cookie("device", f'["{manager.person_id}","x"].forged', path="/sign-in")
    for _ in range(11):
        elsewhere.post("/sign-in", sign_in=manager.phone, password="salah sekali")
    assert elsewhere.post("/sign-in", sign_in=manager.phone, password=PASSWORD).status_code == 429
    assert forged.post("/sign-in", sign_in=manager.phone, password=PASSWORD).status_code == 429
    own.post("/sign-out")
    assert own.sign_in(manager).status_code == 303
    connection.close()


def test_pages_that_show_a_secret_are_kept_by_nothing(browser: Browser, administrator: Member, manager: Member) -> None:
    browser.sign_in(administrator)
    shown = browser.post(f"/people/{manager.membership_id}/recovery-code")
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_platform_finds_an_organisation_by_a_word_of_its_name_and_reads_where_it_is(
    browser: Browser, make_organisation: Callable[..., UUID], make_member: Callable[..., Member]
) -> None:
    make_organisation("Koperasi Kasu", "cooperative", "21.71.01.1003")
    make_organisation("UD Kasu 100%", "supplier", "21.71")
    browser.sign_in(make_member(make_organisation("Lumbung", "platform", None), "administrator"))
    listed = browser.get("/organisations").text
    assert "Kota Batam" in listed
    assert "21.71" not in listed
    found = browser.get("/organisations?q=kasu&kind=cooperative").text
    assert "Koperasi Kasu" in found
    assert "UD Kasu" not in found
    assert "UD Kasu" in browser.get("/organisations?q=100%25").text
    assert "Tidak ada organisasi seperti itu." in browser.get("/organisations?q=_").text


def test_the_city_office_finds_the_number_of_suppliers_and_whom_to_invite(
    browser: Browser, make_organisation: Callable[..., UUID], make_member: Callable[..., Member]
) -> None:
    cooperative = make_organisation("Koperasi Kasu", "cooperative", "21.71.01.1003")
    browser.sign_in(make_member(make_organisation("Dinas", "city_office", "21.71"), "officer"))
    shown = browser.get("/office").text
    assert 'href="/suppliers/counts"' in shown
    assert f'href="/organisations/{cooperative}/administrator"' in shown
