"""Whoever is not a party learns nothing: every address, with the real ids of a cooperative's private dealings.

An answer for a real id of somebody else must be the answer for an id that nobody has.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.routing import Rule

from frontend.api_docs.document import example_of
from marketplace.api import api
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.identity.access import scopes_offered
from marketplace.identity.credentials import token_hash
from marketplace.identity.models import ApiToken, Membership
from marketplace.suppliers.services import suppliers as supplying

from .sample import PRIVATE_FIGURES, PRIVATE_WORDS, Dealings, Visitor, actor_of
from .sample_books import name_of_id

OTHERS = {
    "another cooperative": (7, ("manager", "treasurer", "chair", "administrator")),
    "another supplier": (5, ("sales", "administrator")),
    "the city office": (8, ("officer", "administrator")),
    "the platform": (9, ("administrator",)),
}
"""Who walks: position in PERSONAS, and the roles he is given, so that no role is what keeps him out."""

NOT_OF_A_TENANT = {
    "cap_id", "code", "version", "name", "number", "status", "path", "token", "year", "quarter", "period", "kind",
    "format_code",
}  # fmt: skip
"""Arguments of addresses that name nothing of an organisation: `token` is the secret of a link, a cap everybody's, a
year or a month one's own."""

SPOKEN = {"document_type": "goods_receipt", "kind": "payables", "number": "1", "quarter": "1"}
THIS_YEAR = str(today().year)
SPOKEN |= {"year": THIS_YEAR, "period": f"{THIS_YEAR}01"}
FIRST_ADMINISTRATOR = {
    "organisations.invite_first_administrator",
    "identity.show_invite_first",
    "identity.invite_first",
}
MAY = {
    "the platform": FIRST_ADMINISTRATOR
    | {"organisations.show_organisation", "organisations.change_profile"}
    | {"price_caps.end_price_cap", "catalog.end_price_cap"},
    "the city office": FIRST_ADMINISTRATOR,
}
"""The platform and the city office bring cooperatives in, and the platform keeps their profiles."""

NO_OFFERS = ("/dev", "/api/", "/healthz", "/price-caps")
"""Addresses without anybody's offers; a price cap is the state's word, and may be what somebody asks."""

FORM = {"reason": "uji", "words": "Gula", "quantity": "1", "unit": "kg", "answer": "accept", "roles": "member"}
"""What forms ask for, so that a page looks for the thing before it finds fault with the form."""

LEFT_ALONE = {"api_token", "idempotency_key", "alembic_version", "region"}
"""Tables that a refused request may touch: when a token was used."""


@dataclass
class Stranger:
    """Somebody who is not a party, in a browser or with a token."""

    app: Flask
    name: str
    browser: Visitor
    csrf: str
    bearer: dict[str, str]

    def ask(self, rule: Rule, method: str, url: str) -> Any:
        """The answer to a request as well-formed as can be made without knowing anything."""
        if rule.rule.startswith("/api/v1/"):
            headers = {**self.bearer, "If-Match": '"1"'}
            sent = sent_with(rule, method)
            if "?" in url:
                sent.pop("query_string", None)
            return self.app.test_client().open(url, method=method, headers=headers, **sent)
        form = {"csrf_token": self.csrf, **FORM} if method == "POST" else None
        return self.browser.client.open(url, method=method, data=form, follow_redirects=True)


def sent_with(rule: Rule, method: str) -> dict[str, Any]:
    """Examples of the query and the body that the operation takes, from the API's own document."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
    spec = api.spec.to_dict()
    operation = spec["paths"][path][method.lower()]
    asked = [each for each in operation.get("parameters", []) if each["in"] == "query" and each.get("required")]
    query = {each["name"]: example_of(spec, each["schema"]) for each in asked}
    sent: dict[str, Any] = {"query_string": query} if query else {}
    for media, node in operation.get("requestBody", {}).get("content", {}).items():
        if media == "application/json":
            return {**sent, "json": example_of(spec, node["schema"])}
        return {**sent, "data": {"text": "Gula pasir 1 kg 17.000"}}
    return sent


@pytest.fixture(params=sorted(OTHERS))
def stranger(request: pytest.FixtureRequest, sample: Flask) -> Stranger:
    """Each of the others, with every role there is for him and a token with every scope."""
    number, roles = OTHERS[request.param]
    token = uuid.uuid4().hex
    with sample.app_context(), transaction() as session:
        actor = actor_of(session, number)
        membership = session.query(Membership).where(Membership.person_id == actor.person_id).one()
        membership.roles = sorted(roles)
        session.add(
            ApiToken(
                organisation_id=actor.organisation_id,
                label="uji",
                token_hash=token_hash(token),
                token_start=token[:6],
                scopes=list(scopes_offered(sample)),
                roles=sorted(roles),
                created_by=actor.person_id,
            )
        )
        if request.param == "another cooperative":
            supplying.add_supplier(session, actor_of(session, number), name="Toko Sendiri", phone=None)
    browser = Visitor(sample).sign_in(number)
    return Stranger(sample, request.param, browser, browser.csrf(), {"Authorization": f"Bearer {token}"})


def rules_with_ids(app: Flask) -> list[Rule]:
    """Every address of the product that names a thing of somebody."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.arguments - NOT_OF_A_TENANT and not rule.endpoint.startswith(("components.", "assets.", "language."))
    ]


def url(rule: Rule, ids: dict[str, str]) -> str:
    """The address with these ids in it; an argument without a known id fails: it has to be added to the dealings."""

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        given = {"code": "1-1200", "token": "x" * 43, "offer": ids["offer_id"], **SPOKEN}.get(name)
        return given or ids[name_of_id(rule.rule, name)]

    return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", value, rule.rule)


def told(answer: Any, ids: dict[str, str]) -> tuple[int, str]:
    """What an answer tells, without what differs between any two requests."""
    text = text_of(answer) + " " + answer.headers.get("Location", "")
    for known in ids.values():
        text = text.replace(known, "ID")
    text = re.sub(r'"request_id": ?"[^"]*"|name="csrf_token"[^>]*>|value="[^"]*"', "", text)
    return answer.status_code, re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}", "ID", text)


def text_of(answer: Any) -> str:
    """What an answer says; of a workbook, what can be read of it."""
    return answer.get_data().decode(errors="replace")  # type: ignore[no-any-return]


def methods(rule: Rule) -> list[str]:
    """What the address answers to."""
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def leaks(text: str) -> list[str]:
    """What of the private dealings stands in a text: words, and figures however they are written."""
    digits = re.sub(r"(?<=\d)[.,\u00a0 ](?=\d{3})", "", text)
    figures = [str(each) for each in PRIVATE_FIGURES if re.search(rf"(?<!\d){each}(?!\d)", digits)]
    return [word for word in PRIVATE_WORDS if word in text] + figures


def everything(owner_url: str) -> dict[str, str]:
    """A fingerprint of every table, so that a walk can prove that it changed nothing."""
    with psycopg.connect(owner_url) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'ledger')"
        ).fetchall()
        return {
            f"{schema}.{name}": str(
                connection.execute(
                    f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {schema}.{name} t"
                ).fetchone()
            )
            for schema, name in tables
            if name not in LEFT_ALONE
        }


def test_another_ones_id_is_answered_like_an_id_that_nobody_has(stranger: Stranger, dealings: Dealings) -> None:
    owner_url = stranger.app.extensions["settings"].owner_database_url
    before = everything(owner_url)
    real_sets = [dealings.ids, {**dealings.ids, **dealings.supplier_organisation_ids}]
    unknown = {name: str(uuid.uuid7() if hasattr(uuid, "uuid7") else uuid.UUID(int=7)) for name in dealings.ids}
    told_apart, let_in, never_looked, leaking = [], [], [], []
    for rule in rules_with_ids(stranger.app):
        if rule.endpoint in MAY.get(stranger.name, ()):
            continue
        for method in methods(rule):
            nobody = stranger.ask(rule, method, url(rule, unknown))
            for ids in real_sets:
                answer = stranger.ask(rule, method, url(rule, ids))
                case = (method, rule.rule, answer.status_code, nobody.status_code)
                if told(answer, ids) != told(nobody, unknown):
                    told_apart.append(case)
                if answer.status_code < 400:
                    let_in.append(case)
                if answer.status_code not in {403, 404}:
                    never_looked.append(case)
                if found := leaks(text_of(answer)):
                    leaking.append((*case, found))
    assert leaking == []
    assert told_apart == []
    assert let_in == []
    assert never_looked == []
    after = everything(owner_url)
    assert [name for name in before if before[name] != after[name]] == []


def test_the_walk_reaches_the_things_when_their_owner_walks(sample: Flask, dealings: Dealings) -> None:
    hands = [Visitor(sample).sign_in(number) for number in (0, 1, 2, 10, 11)]
    # An answer and a shipment are past for an order that is paid; a supplier's part of a comparison needs its answer.
    others = FIRST_ADMINISTRATOR | {"orders.show_answer", "orders.show_ship"}
    others |= {"comparison.show_order", "comparison.working"}
    refused = []
    for rule in rules_with_ids(sample):
        if "GET" in methods(rule) and "token" not in rule.arguments and rule.endpoint not in others:
            address = url(rule, dealings.ids)
            answers = [each.client.get(address).status_code for each in hands]
            if min(answers) >= 400:
                refused.append((rule.rule, answers))
    assert refused == []


def test_no_page_and_no_answer_of_others_holds_a_private_figure(stranger: Stranger, dealings: Dealings) -> None:
    queries = {
        "offers.list_offers": f"?article_id={dealings.ids['article_id']}&product_id={dealings.ids['article_id']}",
        "offers.search_goods": "?q=Beras+Rahasia",
        "purchase_orders.list_orders": "?q=Sembunyi",
        "orders.orders": "?q=Sembunyi",
        "regions.list_regions": "?q=Terung",
        "suppliers.suppliers": "?q=Sembunyi",
    }
    leaking, failing = [], []
    for rule in stranger.app.url_map.iter_rules():
        if rule.arguments or "GET" not in methods(rule) or rule.endpoint.startswith("components."):
            continue
        answer = stranger.ask(rule, "GET", rule.rule + queries.get(rule.endpoint, ""))
        if answer.status_code >= 500 and rule.endpoint != "healthz":
            failing.append((rule.rule, answer.status_code))
        text = text_of(answer)
        if found := [each for each in leaks(text) if each not in queries.get(rule.endpoint, "").replace("+", " ")]:
            leaking.append((rule.rule, found))
    assert leaking == []
    assert failing == []


def test_the_city_office_and_another_supplier_see_no_price_of_anybody(sample: Flask, dealings: Dealings) -> None:
    with sample.app_context(), transaction() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT trunc(price)::bigint FROM offer WHERE price >= 5000"
        )
        prices = {str(row[0]) for row in rows}
    assert len(prices) > 20
    for number in (8, 9):
        visitor = Visitor(sample).sign_in(number)
        for rule in sample.url_map.iter_rules():
            if rule.arguments or "GET" not in methods(rule) or rule.rule.startswith(NO_OFFERS):
                continue
            text = text_of(visitor.client.get(rule.rule))
            digits = set(re.findall(r"(?<!\d)\d{4,}(?!\d)", re.sub(r"(?<=\d)\.(?=\d{3})", "", _readable(text))))
            assert not digits & prices, rule.rule


def _readable(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("who", ["another cooperative", "another supplier"])
def test_an_id_inside_a_request_opens_no_more_than_one_in_its_address(
    sample: Flask, dealings: Dealings, who: str
) -> None:
    ids = dealings.ids
    number, roles = OTHERS[who]
    token = uuid.uuid4().hex
    with sample.app_context(), transaction() as session:
        actor = actor_of(session, number)
        session.add(
            ApiToken(
                organisation_id=actor.organisation_id,
                label="uji",
                token_hash=token_hash(token),
                token_start=token[:6],
                scopes=list(scopes_offered(sample)),
                roles=sorted(roles),
                created_by=actor.person_id,
            )
        )
    owner_url = sample.extensions["settings"].owner_database_url
    before = everything(owner_url)
    sent: list[tuple[str, dict[str, Any]]] = [
        ("/api/v1/purchase-orders", {"json": {"lines": [{"offer_id": ids["offer_id"], "quantity": "1"}]}}),
        ("/api/v1/carriages", {"json": {"name": "x", "supplier_id": ids["supplier_id"], "per_kg": "1"}}),
        ("/api/v1/carriages", {"json": {"name": "x", "sea_route_id": ids["route_id"], "per_kg": "1"}}),
        (f"/api/v1/suppliers/{ids['supplier_id']}/price-lists", {"data": {"text": "Gula 1 kg 17.000"}}),
    ]
    client = sample.test_client()
    answers = [client.post(path, headers={"Authorization": f"Bearer {token}"}, **content) for path, content in sent]
    assert {answer.status_code for answer in answers} <= {403, 404}, [answer.text for answer in answers]
    assert everything(owner_url) == before
