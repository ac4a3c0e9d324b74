"""The sample region of `make demo`: organisations, people and price lists, put in by its services.

The region is real (Kota Batam and its islands); everybody and everything in it is made up.
"""

from __future__ import annotations

from .loading import load
from .people import Persona

__all__ = ["Persona", "load"]
