"""How the pages of suppliers answer: forms that keep what was typed, and errors in words at their field."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Response, current_app, make_response, render_template, request

from frontend.forms import given
from frontend.language import current_language
from frontend.typed_numbers import NotANumber, typed_number, typed_rupiah
from marketplace import files
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.errors import Conflict, DomainError, Invalid
from marketplace.files import StoredFile
from marketplace.suppliers.services.lists import PASTED


def actor() -> Actor:
    """The one who looks at the page; raises SignInRequired."""
    return current_actor()


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/suppliers`."""
    return make_response(render_template(f"suppliers/{template}.html", **context), status)


def errors_of(error: DomainError, default_field: str = "form") -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return {error.field or default_field: error.message(current_language())}


def status_of(error: DomainError) -> int:
    """The status of the form that is shown again."""
    return 409 if isinstance(error, Conflict) else 422


class Typed:
    """Reads typed numbers and dates, and gathers a sentence for each that is none."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def rupiah(self, name: str) -> int | None:
        """A whole amount, None where nothing was typed."""
        return self._read(name, typed_rupiah)

    def number(self, name: str) -> Decimal | None:
        """An exact number, None where nothing was typed."""
        return self._read(name, typed_number)

    def count(self, name: str) -> int | None:
        """A whole number, None where nothing was typed."""
        return self._read(name, typed_rupiah)

    def day(self, name: str) -> date | None:
        """A date as browsers send it, None where nothing was typed."""
        return self._read(name, lambda text, _: date.fromisoformat(text))

    def _read(self, name: str, reader: Any) -> Any:
        text = given(name)
        if not text:
            return None
        try:
            return reader(text, current_language())
        except NotANumber as error:
            self.errors[name] = str(error)
        except ValueError:
            self.errors[name] = Invalid().message(current_language())
        return None


def uploaded() -> tuple[StoredFile, str]:
    """What was sent (a file or pasted text) in the store, and its name. Raises FileEmpty, FileTooLarge."""
    settings = current_app.extensions["settings"]
    file = request.files.get("file")
    if file is not None and file.filename:
        return files.keep(settings.data_folder, file.stream, most_bytes=settings.upload_bytes), file.filename
    text = request.form.get("text", "").strip()
    return files.keep(settings.data_folder, io.BytesIO(text.encode()), most_bytes=settings.upload_bytes), PASTED


def identifiers(name: str) -> tuple[UUID, ...]:
    """The ids ticked under a name; what is no id is left out."""
    found = []
    for text in request.form.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)
