"""Browsers at which somebody has signed in before, so that guesses made elsewhere do not lock him out here."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from frontend.identity.answers import ONE_YEAR, settings
from marketplace.identity.services import KnownDevice

COOKIE = "device"


def known_device() -> KnownDevice | None:
    """The device that this browser's signed cookie tells of; None without one of ours."""
    try:
        person_id, mark = _signer().loads(request.cookies.get(COOKIE, ""))
        return KnownDevice(UUID(person_id), str(mark))
    except (BadSignature, ValueError, TypeError):
        return None


def remember(response: Any, person_id: UUID) -> Any:
    """Let this browser be known for `person_id` for a year. It opens nothing: the password is asked all the same."""
    before = known_device()
    mark = before.id if before and before.person_id == person_id else secrets.token_urlsafe(16)
    response.set_cookie(
        COOKIE,
        _signer().dumps([str(person_id), mark]),
        max_age=ONE_YEAR,
        path="/sign-in",
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="known-device")
