"""Proof that the books are as they were: the check of all of it, the seals to keep, the proof of one entry."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from flask import Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import seal_words as words
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import seals as queries
from marketplace.books.services import seals as services
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books/seals`."""
    shown = render_template(
        f"books/seals/{template}.html", code=queries.code, in_groups=queries.in_groups, words=words, **context
    )
    return make_response(shown, status)


def proof() -> Response:
    """The button that checks the books, the newest seal, what was checked before."""
    return _proof()


def _proof(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        newest = queries.newest_seal(session, actor)
        waiting = queries.unsealed_entries(session, actor)
        checks = queries.checks(session, actor)
    return page(
        "proof",
        status,
        newest=newest,
        waiting=waiting,
        checks=checks,
        moment=now(),
        errors=errors or {},
        typed=request.form.get("kept", ""),
        key=uuid4().hex,
    )


def start_check() -> AnyResponse:
    """Check the books: short ones now, long ones in the background."""
    key = request.form.get("idempotency_key") or None
    try:
        with transaction() as session:
            check = services.ask_check(session, current_actor(), request.form.get("kept", ""), at_once=True, key=key)
    except Invalid as error:
        return _proof({"kept": error.message(current_language())}, 422)
    if not services.is_long(check):
        _check_now(check.id)
    return redirect(url_for("books.check", check_id=check.id), 303)


def _check_now(check_id: UUID) -> None:
    with transaction() as session:
        check = services.take_up(session, check_id)
    if check is None:
        return
    with transaction() as session:
        queries.snapshot(session)
        report = services.examine(session, check)
    with transaction() as session:
        services.finish(session, check_id, report)


def check(check_id: UUID) -> Response:
    """The answer of a check, or how far it is."""
    with transaction() as session:
        found = queries.check(session, current_actor(), check_id)
    return page("check", check=found, state=words.state(found, now()))


def check_progress(check_id: UUID) -> Response:
    """How far a check is, for the page that waits."""
    with transaction() as session:
        found = queries.check(session, current_actor(), check_id)
    return jsonify(
        {
            "state": words.state(found, now()),
            "done": found.entries_done,
            "total": found.entries_total,
            "sentence": words.progress(found),
            "next": None,
        }
    )


def seal_list() -> Response:
    """Every seal, the newest first."""
    with transaction() as session:
        found = queries.seals(session, current_actor(), before=request.args.get("before", type=int))
    return page("list", found=found)


def seal(number: int) -> Response:
    """One seal, to be printed and kept."""
    actor = current_actor()
    with transaction() as session:
        found = queries.seal_with_number(session, actor, number)
    return page("seal", seal=found, organisation=actor.names.get("organisation", ""))


def seal_file(number: int) -> Response:
    """One seal as a file to be kept elsewhere."""
    actor = current_actor()
    with transaction() as session:
        found = queries.seal_with_number(session, actor, number)
    answer = make_response(json.dumps(queries.as_file(actor, found), indent=1))
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="segel-{number}.json"'
    return answer


def entry_proof(entry_id: UUID) -> Response:
    """An entry's journal number and its proof under the newest seal."""
    actor = current_actor()
    with transaction() as session:
        found = queries.entry_proof(session, actor, entry_id)
    return page("entry", found=found, entry_id=entry_id)


def entry_proof_file(entry_id: UUID) -> Response:
    """The proof as a file: who holds the seal needs nothing else to check it."""
    with transaction() as session:
        found = queries.entry_proof(session, current_actor(), entry_id)
    if found is None:
        raise NotFound
    answer = make_response(json.dumps(found.proof.as_json(), indent=1))
    answer.headers["Content-Type"] = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="jurnal-{found.proof.journal_number}.json"'
    return answer
