"""The pages of identity: addresses, and which of them a stranger may open."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_limiter.util import get_remote_address

from frontend.identity import account, invitations, organisations, people, sign_in, tokens
from marketplace.api import limiter

blueprint = Blueprint("identity", __name__)
blueprint.after_app_request(sign_in.keep_chosen_language)

BY_ADDRESS = "30/minute;300/hour"
"""How often one address may try what opens an account. Many phones share an address here, so it is not small."""

ADDRESSES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/sign-in", sign_in.show_sign_in),
    ("GET", "/organisations/choose", sign_in.choose),
    ("POST", "/organisations/choose/<uuid:organisation_id>", sign_in.switch),
    ("POST", "/sign-out", sign_in.sign_out),
    ("GET", "/recover", sign_in.show_recover),
    ("GET", "/people", people.people),
    ("GET", "/people/invite", people.show_invite),
    ("GET", "/people/<uuid:membership_id>", people.person),
    ("POST", "/people/<uuid:membership_id>/roles", people.change_roles),
    ("POST", "/people/<uuid:membership_id>/end", people.end_membership),
    ("POST", "/people/invitations/<uuid:invitation_id>/withdraw", people.withdraw_invitation),
    ("GET", "/account", account.account),
    ("POST", "/account", account.change_person),
    ("POST", "/account/password", account.change_password),
    ("POST", "/account/sign-out-everywhere", account.sign_out_everywhere),
    ("GET", "/tokens", tokens.tokens),
    ("POST", "/tokens", tokens.create_token),
    ("POST", "/tokens/<uuid:token_id>/revoke", tokens.revoke_token),
    ("GET", "/organisation", organisations.profile),
    ("POST", "/organisation", organisations.change_profile),
    ("GET", "/regions", organisations.choose_region),
    ("GET", "/office", organisations.city_office),
    ("GET", "/organisations", organisations.organisations),
    ("GET", "/organisations/new", organisations.show_new_organisation),
    ("POST", "/organisations/new", organisations.create_organisation),
    ("GET", "/organisations/<uuid:organisation_id>/administrator", organisations.show_invite_first),
)
"""Method, address, view; the endpoint is `identity.` and the view's name."""

LIMITED: tuple[tuple[str, str, Any, str], ...] = (
    ("POST", "/sign-in", sign_in.sign_in, BY_ADDRESS),
    ("POST", "/sign-in/persona/<int:number>", sign_in.sign_in_persona, BY_ADDRESS),
    ("POST", "/recover", sign_in.recover, BY_ADDRESS),
    ("POST", "/recover/mail", sign_in.mail_code, "10/minute;30/hour"),
    ("GET", "/invitations/<token>", invitations.show_invitation, "60/minute"),
    ("POST", "/invitations/<token>/new", invitations.accept_as_new, BY_ADDRESS),
    ("POST", "/invitations/<token>/accept", invitations.accept_as_person, BY_ADDRESS),
    ("POST", "/people/invite", people.invite, "60/hour"),
    ("POST", "/people/<uuid:membership_id>/recovery-code", people.issue_code, "20/hour"),
    ("POST", "/organisations/<uuid:organisation_id>/administrator", organisations.invite_first, "60/hour"),
    ("POST", "/organisations/recovery-code", organisations.issue_code_by_sign_in, "60/hour"),
)
"""As `ADDRESSES`, with how often one address of the network may ask."""

PUBLIC_ENDPOINTS = {
    f"identity.{view.__name__}"
    for view in (
        sign_in.show_sign_in,
        sign_in.sign_in,
        sign_in.sign_in_persona,
        sign_in.sign_out,
        sign_in.choose,
        sign_in.show_recover,
        sign_in.recover,
        sign_in.mail_code,
        invitations.show_invitation,
        invitations.accept_as_new,
        invitations.accept_as_person,
    )
}
"""Endpoints that a stranger may open. `choose` and `accept_as_person` look for the person: he may belong nowhere."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
for method, address, view, limit in LIMITED:
    limited = limiter.limit(limit, key_func=get_remote_address)(view)
    blueprint.add_url_rule(address, view.__name__, limited, methods=[method])
