"""The same thing at two suppliers: suggestions with reasons, for a person to confirm or refuse once.

Pure: takes ``Article``s and remembered ``Decision``s, no database. ``suggest`` compares everybody with everybody,
``Catalogue.find`` answers what a cooperative wants in its own words, ``group`` puts the same things together.
"""

from .articles import Article, Decision, Found, PackContent, Suggestion
from .finding import Catalogue
from .grouping import group
from .suggesting import suggest

__all__ = ["Article", "Catalogue", "Decision", "Found", "PackContent", "Suggestion", "group", "suggest"]
