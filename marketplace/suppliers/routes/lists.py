"""Price lists: hand in, see how it was understood, answer, publish, withdraw."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from ... import files
from ...api import (
    ErrorAnswer,
    PageArguments,
    current_actor,
    etag,
    expected_version,
    idempotency_key,
    page_of,
    paginate,
)
from ...database import transaction
from ..models import PriceListVersion
from ..queries import lists as queries
from ..queries.suppliers import supplier
from ..schemas import lists as schemas
from ..schemas.rows import RowsAnswer, RowsArguments
from ..services import lists as services
from ..services import shelving
from .suppliers import IF_MATCH

price_lists = Blueprint(
    "price_lists",
    __name__,
    url_prefix="/api/v1",
    description="A list is handed in as it is, read beside the queue, answered where it leaves doubt, and published.",
)


@price_lists.route("/suppliers/<uuid:supplier_id>/price-lists")
@price_lists.response(200, schemas.ListLinesAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
def list_price_lists(supplier_id: UUID) -> dict[str, Any]:
    """The lists of a supplier that the caller may see, the one handed in last first"""
    with transaction() as session:
        supplier(session, current_actor(), supplier_id)
        return {"data": queries.lists_of(session, current_actor(), supplier_id)}


@price_lists.route("/suppliers/<uuid:supplier_id>/price-lists", methods=["POST"])
@price_lists.arguments(schemas.UploadForm, location="form")
@price_lists.arguments(schemas.UploadFile, location="files")
@price_lists.response(202, schemas.VersionAnswer)
@price_lists.alt_response(403, schema=ErrorAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(422, schema=ErrorAnswer)
def hand_in(form: dict[str, Any], given: dict[str, Any], supplier_id: UUID) -> Any:
    """Hand in a price list: a file as it is, or a pasted message as `text`

    The same file twice changes nothing and gives the version it made before. Takes an Idempotency-Key.
    """
    settings = current_app.extensions["settings"]
    upload, text = given["file"], form.pop("text")
    stream = io.BytesIO(text.encode()) if upload is None else upload.stream
    stored = files.keep(settings.data_folder, stream, most_bytes=settings.upload_bytes)
    name = services.PASTED if upload is None else upload.filename or "daftar"
    with transaction() as session:
        version = services.hand_in(
            session, current_actor(), supplier_id, stored, file_name=name, **form, key=idempotency_key()
        )
    return version, 202, etag({}, version.version)


@price_lists.route("/price-lists/<uuid:price_list_id>", methods=["PUT"])
@price_lists.arguments(schemas.PriceListChange)
@price_lists.response(200, schemas.PriceListAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(412, schema=ErrorAnswer)
@price_lists.alt_response(422, schema=ErrorAnswer)
@price_lists.doc(parameters=IF_MATCH)
def change_list(content: dict[str, Any], price_list_id: UUID) -> Any:
    """Rename a list, put it away so that its prices hold no longer, or take it out again"""
    with transaction() as session:
        version = expected_version()
        changed = shelving.change_list(session, current_actor(), price_list_id, **content, expected_version=version)
    return changed, 200, etag({}, changed.version)


@price_lists.route("/price-lists/<uuid:price_list_id>/versions")
@price_lists.arguments(PageArguments, location="query")
@price_lists.response(200, page_of(schemas.VersionAnswer))
@price_lists.alt_response(404, schema=ErrorAnswer)
def list_versions(page: dict[str, Any], price_list_id: UUID) -> dict[str, Any]:
    """The versions of a list that the caller may see, oldest first"""
    with transaction() as session:
        queries.price_list(session, current_actor(), price_list_id)
        statement = queries.versions_of(price_list_id, current_actor())
        return paginate(session, statement, PriceListVersion.id, **page)


@price_lists.route("/price-list-versions/<uuid:version_id>")
@price_lists.response(200, schemas.VersionAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
def show_version(version_id: UUID) -> Any:
    """One version: its state, progress and counts, with its ETag"""
    with transaction() as session:
        found = queries.version(session, current_actor(), version_id)
    return found, 200, etag({}, found.version)


@price_lists.route("/price-list-versions/<uuid:version_id>/rows")
@price_lists.arguments(RowsArguments, location="query")
@price_lists.response(200, RowsAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
def list_rows(wanted: dict[str, Any], version_id: UUID) -> dict[str, Any]:
    """The rows of a version, or one pile of them: new, changed, same, gone, doubtful"""
    limit = wanted.pop("limit")
    after = wanted.pop("after")
    if after is not None:
        row, _, part = after.partition(".")
        wanted["after"] = (int(row), int(part))
    with transaction() as session:
        rows = queries.rows_of(session, current_actor(), version_id, **wanted, limit=limit + 1)
    more = len(rows) > limit
    last = rows[limit - 1] if more else None
    return {"data": rows[:limit], "has_more": more, "next": f"{last.row}.{last.part}" if last else None}


@price_lists.route("/price-list-versions/<uuid:version_id>/understanding")
@price_lists.response(200, schemas.UnderstandingAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
def show_understanding(version_id: UUID) -> dict[str, Any]:
    """How the columns were understood, what was skipped and why, and what is asked; for those who handed it in"""
    with transaction() as session:
        found = services.own_version(session, current_actor(), version_id)
    return {**found.understanding, "questions": found.questions}


@price_lists.route("/price-list-versions/<uuid:version_id>/answers", methods=["POST"])
@price_lists.arguments(schemas.AnswersInput)
@price_lists.response(202, schemas.VersionAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(409, schema=ErrorAnswer)
@price_lists.alt_response(422, schema=ErrorAnswer)
@price_lists.doc(parameters=IF_MATCH)
def answer_questions(content: dict[str, Any], version_id: UUID) -> Any:
    """Answer what was asked; it is remembered for the supplier's next lists, and the file is read again"""
    with transaction() as session:
        version = services.answer_questions(
            session, current_actor(), version_id, content["answers"], expected_version=expected_version()
        )
    return version, 202, etag({}, version.version)


@price_lists.route("/price-list-versions/<uuid:version_id>/price-column", methods=["PUT"])
@price_lists.arguments(schemas.PriceColumnInput)
@price_lists.response(202, schemas.VersionAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(409, schema=ErrorAnswer)
@price_lists.alt_response(422, schema=ErrorAnswer)
@price_lists.doc(parameters=IF_MATCH)
def choose_price_column(content: dict[str, Any], version_id: UUID) -> Any:
    """Choose the column whose prices cooperatives get; the file is read again"""
    with transaction() as session:
        version = services.choose_price_column(
            session, current_actor(), version_id, content["heading"], expected_version=expected_version()
        )
    return version, 202, etag({}, version.version)


@price_lists.route("/price-list-versions/<uuid:version_id>/publish", methods=["POST"])
@price_lists.arguments(schemas.PublicationInput)
@price_lists.response(200, schemas.VersionAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(409, schema=ErrorAnswer)
@price_lists.alt_response(422, schema=ErrorAnswer)
@price_lists.doc(parameters=IF_MATCH)
def publish(publication: services.Publication, version_id: UUID) -> Any:
    """Publish a version to its audience; rows in doubt are published with their doubt. Takes an Idempotency-Key"""
    with transaction() as session:
        version = services.publish(
            session,
            current_actor(),
            version_id,
            publication,
            expected_version=expected_version(),
            key=idempotency_key(),
        )
    return version, 200, etag({}, version.version)


@price_lists.route("/price-list-versions/<uuid:version_id>/withdraw", methods=["POST"])
@price_lists.response(200, schemas.VersionAnswer)
@price_lists.alt_response(404, schema=ErrorAnswer)
@price_lists.alt_response(409, schema=ErrorAnswer)
@price_lists.doc(parameters=IF_MATCH)
def withdraw(version_id: UUID) -> Any:
    """Take a published version back; the one before it is in force again"""
    with transaction() as session:
        version = services.withdraw(session, current_actor(), version_id, expected_version=expected_version())
    return version, 200, etag({}, version.version)
