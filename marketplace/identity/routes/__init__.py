"""The API of identity, a blueprint per subject; a blueprint's name is the name of its scopes."""

from __future__ import annotations

from flask_smorest import Blueprint

from .invitations import invitations
from .me import me
from .organisations import office, organisations
from .people import people
from .regions import regions
from .tokens import tokens

blueprints: tuple[Blueprint, ...] = (me, organisations, people, invitations, tokens, office, regions)
