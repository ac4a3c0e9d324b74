"""What people can do with organisations, people and what lets somebody in: one function per verb.

None commits; each takes the session and, where somebody acts, the actor (None: the installation itself).
"""

from ..errors import WrongRecoveryCode
from .accounts import change_language, change_password, change_person, keep_language, own_person, sign_out_everywhere
from .invitations import Invited, accept_as_new, accept_as_person, invite, withdraw_invitation
from .memberships import add_membership, change_roles, create_person, end_membership
from .organisations import (
    Profile,
    change_profile,
    create_organisation,
    invite_first_administrator,
    organisation_without_administrator,
)
from .recovery import IssuedCode, issue_code, issue_code_by_sign_in, issue_code_by_system, redeem_code, request_by_mail
from .regions import load_regions
from .sign_in import KnownDevice, SignedIn, Told, sign_in, told_since
from .tokens import MadeToken, create_token, revoke_token

__all__ = [
    "Invited",
    "IssuedCode",
    "KnownDevice",
    "MadeToken",
    "Profile",
    "SignedIn",
    "Told",
    "WrongRecoveryCode",
    "accept_as_new",
    "accept_as_person",
    "add_membership",
    "change_language",
    "change_password",
    "change_person",
    "change_profile",
    "change_roles",
    "create_organisation",
    "create_person",
    "create_token",
    "end_membership",
    "invite",
    "invite_first_administrator",
    "issue_code",
    "issue_code_by_sign_in",
    "issue_code_by_system",
    "keep_language",
    "load_regions",
    "organisation_without_administrator",
    "own_person",
    "redeem_code",
    "request_by_mail",
    "revoke_token",
    "sign_in",
    "sign_out_everywhere",
    "told_since",
    "withdraw_invitation",
]
