"""English texts for the Indonesian pages.

The Indonesian sentence is the key. Each area of the pages has its own catalogue `en/<area>.po`, so that two people
adding pages do not meet in one file. Catalogues are read as they are when the process first needs them: there is no
compiled file that could be out of date.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale
from flask_babel import lazy_gettext as gettext_lazy

__all__ = ["Catalogues", "gettext_lazy", "read_catalogue", "sentences_of_the_pages", "translations"]

FOLDER = Path(__file__).parent
PAGES = FOLDER.parent
_EXTRACTION = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "gettext_lazy": None,
}


class Catalogues(Domain):
    """Flask-Babel's domain, reading `.po` catalogues instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        """The texts of the request's language; Indonesian needs none."""
        locale = get_locale()
        return translations("id" if locale is None else str(locale.language))


@cache
def translations(language: str) -> NullTranslations:
    """All catalogues of a language as one."""
    paths = sorted((FOLDER / language).glob("*.po"))
    if not paths:
        return NullTranslations()
    whole = Catalog(locale=language)
    for path in paths:
        for message in read_catalogue(path, language):
            if message.id:
                whole[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return Translations(compiled)


def read_catalogue(path: Path, language: str) -> Catalog:
    """One catalogue file. Raises babel's PoFileError on a line that is not understood."""
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sentences_of_the_pages(pages: Path = PAGES) -> dict[str | tuple[str, ...], list[str]]:
    """Every text that the pages translate -> where it stands (`file:line`)."""
    found: dict[str | tuple[str, ...], list[str]] = {}
    extracted = extract_from_dir(
        str(pages), method_map=_EXTRACTION, options_map=_OPTIONS, keywords=_KEYWORDS, comment_tags=()
    )
    for file, line, message, _comments, _context in extracted:
        found.setdefault(message, []).append(f"{file}:{line}")
    return found
