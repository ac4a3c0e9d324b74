"""`lumbung platform`: load the regions, make the platform's first administrator."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..identity.services import IssuedCode
    from ..settings import Settings

PLATFORM_NAME = "Lumbung"


def main(arguments: Sequence[str]) -> int:
    """Do one of both; exit status 1 with one sentence when it cannot be done."""
    parser = argparse.ArgumentParser(prog="lumbung platform", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("regions", help="provinces to villages into the database; safe to repeat")
    administrator = verbs.add_parser("administrator", help="an administrator of the platform, with a one-time code")
    administrator.add_argument("--name", required=True)
    administrator.add_argument("--phone", required=True, help="0812..., +62812...")
    options = parser.parse_args(arguments)
    from ..errors import DomainError
    from ..migrations import migrate
    from ..servers.installation import CannotStart, database
    from ..servers.postgres import user_of
    from ..settings import Settings

    try:
        with database(Settings.from_environment(), lambda _: None) as settings, _application(settings):
            migrate(settings.owner_database_url, user_of(settings.database_url))
            return _regions() if options.verb == "regions" else _administrator(options.name, options.phone)
    except (CannotStart, DomainError) as reason:
        print(f"lumbung: {reason}", file=sys.stderr)
        return 1


@contextmanager
def _application(settings: Settings) -> Iterator[None]:
    """The marketplace's context, its connections closed at the end."""
    from ..app import create_app
    from ..database import db

    with create_app(settings).app_context():
        try:
            yield
        finally:
            db.engine.dispose()


def _regions() -> int:
    from ..database import transaction
    from ..identity.services import load_regions

    began = time.monotonic()
    with transaction() as session:
        changed = load_regions(session)
    print(f"{changed:,} regions new or renamed, in {time.monotonic() - began:.1f} s.")
    return 0


def _administrator(name: str, phone: str) -> int:
    from ..identity.credentials import spoken_code

    issued = first_administrator(name, phone)
    print(f"{issued.person.name} ({issued.person.phone}) administers the platform.")
    print(f"One-time code, good for 30 minutes: {spoken_code(issued.code)}")
    print("Open /recover, type the phone number and this code, and choose a password.")
    return 0


def first_administrator(name: str, phone: str) -> IssuedCode:
    """The person with this number as administrator of the platform, and a code for his password.

    Run again for the same number it gives a new code. Raises InvalidPhone, InvalidText.
    """
    from ..database import transaction
    from ..identity import services
    from ..identity.queries import platform_with_member
    from ..identity.rules import sign_in_name

    with transaction() as session:
        platform, person, is_member = platform_with_member(session, sign_in_name(phone))
        if platform is None:
            profile = services.Profile(name=PLATFORM_NAME)
            platform = services.create_organisation(session, None, kind="platform", profile=profile)
        if person is None:
            person = services.create_person(session, None, name=name, phone=phone)
        if not is_member:
            services.add_membership(
                session, None, person_id=person.id, organisation_id=platform.id, roles=["administrator"]
            )
        return services.issue_code_by_system(session, person.id)
