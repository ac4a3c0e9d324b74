"""What stands around every page: who is here, for which organisation, and where he can go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: a word, at most two. `waiting` counts what needs this person there."""

    label: str
    href: str
    current: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation this person may work for; `switch_to` is the address a form posts to."""

    name: str
    role: str
    switch_to: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The surroundings of one request. Empty for a visitor who has not signed in."""

    home: str = "/"
    places: tuple[Place, ...] = ()
    person: str | None = None
    organisation: str | None = None
    role: str | None = None
    others: tuple[Organisation, ...] = ()
    account: str | None = None
    sign_in: str | None = None
    sign_out: str | None = None
