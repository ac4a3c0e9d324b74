"""What identity does in the background."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app

from ..database import transaction
from ..settings import Settings
from .credentials import spoken_code
from .mail import MailServer
from .services.recovery import issue_code_for_mail

SUBJECT = {"id": "Kode untuk kata sandi baru di Lumbung", "en": "Your code for a new Lumbung password"}
TEXT = {
    "id": (
        "Halo {name},\n\nKode Anda: {code}\n\nBuka {address} dan isikan kode ini dalam 30 menit. Kode hanya bisa "
        "dipakai sekali.\nKalau Anda tidak memintanya, abaikan surat ini; kata sandi Anda tetap berlaku.\n"
    ),
    "en": (
        "Hello {name},\n\nYour code: {code}\n\nOpen {address} and type it within 30 minutes. It works once.\n"
        "If you did not ask for it, ignore this message; your password stays as it is.\n"
    ),
}


def mail_recovery_code(key: str, content: dict[str, Any]) -> None:
    """Make the code that a person asked for and send it to his address; a repeat of `key` sends nothing.

    The code is kept only when the mail server took the message, so that a failed job may be tried again.
    """
    settings: Settings = current_app.extensions["settings"]
    with transaction() as session:
        issued = issue_code_for_mail(session, UUID(content["person_id"]), UUID(key))
        if issued is None:
            return
        person = issued.person
        text = TEXT[person.language].format(
            name=person.name, code=spoken_code(issued.code), address=f"{settings.public_url}/recover"
        )
        MailServer.from_url(settings.smtp_url).send(person.email or "", SUBJECT[person.language], text)
