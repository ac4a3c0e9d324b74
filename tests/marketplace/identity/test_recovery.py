"""A forgotten password: a code by hand or by e-mail, good once, five tries, thirty minutes."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import NotFound, NotPermitted
from marketplace.identifiers import new_id
from marketplace.identity import errors, jobs, services
from marketplace.identity.mail import MailServer
from marketplace.identity.models import Person, RecoveryCode
from marketplace.identity.throttle import RECOVERY, Throttle
from marketplace.outbox import OutboxEvent
from marketplace.queueing import connect

from .conftest import PASSWORD, Member
from .together import at_once

NEW = "empat kata lain lagi"


@pytest.fixture
def throttle(app: Flask, redis_url: str) -> Iterator[Throttle]:
    connection = connect(redis_url)
    yield Throttle(connection)
    connection.close()


def issue(member: Member, by: Member) -> services.IssuedCode:
    with transaction() as session:
        return services.issue_code(session, by.actor, member.membership_id)


def redeem(throttle: Throttle, member: Member, code: str, password: str = NEW) -> bool:
    with transaction() as session:
        return services.redeem_code(session, throttle, sign_in=member.phone, code=code, password=password) is not None


def password_hash_of(member: Member) -> str | None:
    with transaction() as session:
        return session.get_one(Person, member.person_id).password_hash


def wrong(code: str) -> str:
    return code[:-1] + ("2" if code[-1] != "2" else "3")


def test_a_code_that_was_handed_over_sets_a_new_password(
    throttle: Throttle, administrator: Member, manager: Member
) -> None:
    issued = issue(manager, administrator)
    assert redeem(throttle, manager, f" {issued.code[:4].lower()}-{issued.code[4:]} ")
    with transaction() as session:
        assert services.sign_in(session, throttle, sign_in=manager.phone, password=NEW).person.id == manager.person_id


def test_the_person_is_told_at_the_next_sign_in_and_it_stands_in_the_audit_trail(
    throttle: Throttle, administrator: Member, manager: Member
) -> None:
    redeem(throttle, manager, issue(manager, administrator).code)
    with transaction() as session:
        told = services.sign_in(session, throttle, sign_in=manager.phone, password=NEW).told
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "identity.issue_recovery_code")).one()
    assert ("identity.issue_recovery_code", "Budi Santoso") in [(item.verb, item.by) for item in told]
    assert (entry.person_id, entry.subject_id) == (administrator.person_id, manager.person_id)
    with transaction() as session:
        assert services.sign_in(session, throttle, sign_in=manager.phone, password=NEW).told == ()


def test_the_code_itself_is_not_kept(administrator: Member, manager: Member) -> None:
    issued = issue(manager, administrator)
    with transaction() as session:
        kept = session.scalars(select(RecoveryCode)).one()
        entries = session.scalars(select(AuditEntry)).all()
    assert issued.code not in kept.code_hash
    assert all(issued.code not in str(entry.details) for entry in entries)


def test_a_code_works_once(throttle: Throttle, administrator: Member, manager: Member) -> None:
    code = issue(manager, administrator).code
    assert redeem(throttle, manager, code)
    before = password_hash_of(manager)
    assert not redeem(throttle, manager, code, "lima kata yang lain")
    assert password_hash_of(manager) == before


def test_a_code_used_by_two_at_once_works_once(
    app: Flask, throttle: Throttle, administrator: Member, manager: Member
) -> None:
    code = issue(manager, administrator).code
    outcomes = at_once(
        app,
        *(
            lambda session, new=new: services.redeem_code(
                session, throttle, sign_in=manager.phone, code=code, password=new
            )
            for new in (NEW, "lima kata yang lain")
        ),
    )
    assert sum(outcome is not None for outcome in outcomes) == 1


def test_after_five_wrong_tries_the_right_code_opens_nothing(
    throttle: Throttle, administrator: Member, manager: Member
) -> None:
    code, before = issue(manager, administrator).code, password_hash_of(manager)
    for _ in range(5):
        assert not redeem(throttle, manager, wrong(code))
    assert not redeem(throttle, manager, code)
    assert password_hash_of(manager) == before


def test_five_wrong_tries_at_once_count_as_five(
    app: Flask, throttle: Throttle, administrator: Member, manager: Member
) -> None:
    code = issue(manager, administrator).code
    at_once(
        app,
        *[
            lambda session: services.redeem_code(
                session, throttle, sign_in=manager.phone, code=wrong(code), password=NEW
            )
        ]
        * 6,
    )
    with transaction() as session:
        assert session.scalars(select(RecoveryCode)).one().attempts == 5
    assert not redeem(throttle, manager, code)


def test_a_code_ends_after_thirty_minutes(throttle: Throttle, administrator: Member, manager: Member) -> None:
    issued = issue(manager, administrator)
    assert timedelta(minutes=29) < issued.expires_at - now() <= timedelta(minutes=30)
    with transaction() as session:
        session.execute(update(RecoveryCode).values(expires_at=now()))
    assert not redeem(throttle, manager, issued.code)


def test_a_new_code_replaces_the_old_one(throttle: Throttle, administrator: Member, manager: Member) -> None:
    old, new = issue(manager, administrator).code, issue(manager, administrator).code
    assert not redeem(throttle, manager, old)
    assert redeem(throttle, manager, new)


def test_a_weak_password_costs_no_try(throttle: Throttle, administrator: Member, manager: Member) -> None:
    code = issue(manager, administrator).code
    with pytest.raises(errors.PasswordTooCommon):
        redeem(throttle, manager, code, "koperasi123")
    with pytest.raises(errors.PasswordTooCommon):
        redeem(throttle, manager, code, "saridewi")
    assert redeem(throttle, manager, code)


def test_only_an_administrator_makes_codes_and_not_for_himself(administrator: Member, manager: Member) -> None:
    for member, by in ((administrator, manager), (manager, manager), (administrator, administrator)):
        with pytest.raises(NotPermitted):
            issue(member, by)
    with transaction() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_another_organisations_administrator_finds_nobody(stranger: Member, manager: Member) -> None:
    with pytest.raises(NotFound):
        issue(manager, stranger)


def test_nobody_gets_into_another_organisation_through_a_shared_person(
    administrator: Member, manager: Member, stranger: Member, make_member: Callable[..., Member]
) -> None:
    make_member(stranger.actor.organisation_id, "manager", person=manager.person_id)
    with pytest.raises(errors.RecoveryNeedsPlatform):
        issue(manager, administrator)
    with transaction() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_a_code_made_before_the_person_joined_another_organisation_opens_nothing(
    throttle: Throttle, administrator: Member, manager: Member, stranger: Member, make_member: Callable[..., Member]
) -> None:
    code, before = issue(manager, administrator).code, password_hash_of(manager)
    make_member(stranger.actor.organisation_id, "manager", person=manager.person_id)
    assert not redeem(throttle, manager, code)
    assert password_hash_of(manager) == before


def test_the_platform_makes_a_code_for_anybody_by_number(
    throttle: Throttle, manager: Member, make_organisation: Callable[..., UUID], make_member: Callable[..., Member]
) -> None:
    platform = make_member(make_organisation("Lumbung", "platform", None), "administrator")
    with transaction() as session:
        issued = services.issue_code_by_sign_in(session, platform.actor, manager.phone)
    assert redeem(throttle, manager, issued.code)


def test_nobody_else_makes_a_code_by_number(administrator: Member, manager: Member) -> None:
    with pytest.raises(NotPermitted), transaction() as session:
        services.issue_code_by_sign_in(session, administrator.actor, manager.phone)


def test_the_codes_of_an_administrator_who_was_removed_open_nothing(
    throttle: Throttle, cooperative: UUID, administrator: Member, manager: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator")
    code = issue(manager, second).code
    with transaction() as session:
        services.end_membership(session, administrator.actor, second.membership_id)
    assert not redeem(throttle, manager, code)


def test_guesses_are_throttled_also_for_unknown_accounts(throttle: Throttle, app: Flask) -> None:
    def guess() -> None:
        with transaction() as session:
            services.redeem_code(session, throttle, sign_in="081200000000", code="23456789", password=NEW)

    for _ in range(RECOVERY.tries):
        guess()
    with pytest.raises(errors.TooManyAttempts):
        guess()


# By e-mail -----------------------------------------------------------------------------------------------------------


class MailBox(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is handed."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handing)
        self.messages: list[str] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?from=lumbung@contoh.id&security=none"


class _Handing(socketserver.StreamRequestHandler):
    server: MailBox

    def handle(self) -> None:
        self._say("220 mailbox")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                self.server.messages.append(self._content())
            self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _content(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mailbox() -> Iterator[MailBox]:
    with MailBox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def sari(app: Flask, mailbox: MailBox, make_organisation: Callable[..., UUID]) -> UUID:
    """A person with an e-mail address, in an installation that sends e-mail."""
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url=mailbox.url)
    with transaction() as session:
        return services.create_person(session, None, name="Sari", email="sari@contoh.id", password=PASSWORD).id


def ask(throttle: Throttle, name: str = "sari@contoh.id", *, mail_is_set_up: bool = True) -> list[OutboxEvent]:
    with transaction() as session:
        services.request_by_mail(session, throttle, sign_in=name, mail_is_set_up=mail_is_set_up)
    with transaction() as session:
        return list(session.scalars(select(OutboxEvent).where(OutboxEvent.name == "identity.recovery_requested")))


def test_a_code_by_mail_sets_a_new_password(throttle: Throttle, sari: UUID, mailbox: MailBox) -> None:
    [event] = ask(throttle)
    jobs.mail_recovery_code(str(event.id), event.content)
    [message] = mailbox.messages
    assert "To: sari@contoh.id" in message
    code = message.split("Kode Anda: ")[1].split()[0].strip()
    with transaction() as session:
        assert services.redeem_code(session, throttle, sign_in="sari@contoh.id", code=code, password=NEW)


def test_a_repeated_event_sends_no_second_message(throttle: Throttle, sari: UUID, mailbox: MailBox) -> None:
    [event] = ask(throttle)
    for _ in range(2):
        jobs.mail_recovery_code(str(event.id), event.content)
    assert len(mailbox.messages) == 1


def test_the_event_does_not_hold_the_code(throttle: Throttle, sari: UUID) -> None:
    [event] = ask(throttle)
    assert event.content == {"person_id": str(sari)}


def test_a_mail_server_that_is_down_leaves_no_code(throttle: Throttle, sari: UUID, app: Flask) -> None:
    app.extensions["settings"] = replace(app.extensions["settings"], smtp_url="smtp://127.0.0.1:1?security=none")
    with pytest.raises(OSError):
        jobs.mail_recovery_code(str(new_id()), {"person_id": str(sari)})
    with transaction() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_an_unknown_address_gets_the_same_answer_and_no_mail(throttle: Throttle, sari: UUID) -> None:
    assert ask(throttle, "nobody@contoh.id") == []


def test_where_no_mail_is_sent_it_is_said(throttle: Throttle, sari: UUID) -> None:
    with pytest.raises(errors.MailNotSetUp):
        ask(throttle, mail_is_set_up=False)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://sari%40contoh.id:rahasia@mail.contoh.id:587?from=lumbung@contoh.id",
            MailServer("mail.contoh.id", 587, "sari@contoh.id", "rahasia", "lumbung@contoh.id", "starttls"),
        ),
        ("smtps://u@mail.contoh.id", MailServer("mail.contoh.id", 465, "u", "", "u", "tls")),
        ("smtp://localhost:25?from=a@b.id&security=none", MailServer("localhost", 25, "", "", "a@b.id", "none")),
    ],
)
def test_the_address_of_a_mail_server_says_how_to_reach_it(url: str, server: MailServer) -> None:
    assert MailServer.from_url(url) == server
