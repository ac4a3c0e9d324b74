"""`python -m frontend.translations` prints the sentences that have no English text yet, ready for a catalogue."""

from __future__ import annotations

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from frontend.translations import FOLDER, read_catalogue, sentences_of_the_pages


def main() -> int:
    """Writes the missing messages to standard output; exit status 1 when there are any."""
    known = {message.id for path in (FOLDER / "en").glob("*.po") for message in read_catalogue(path, "en")}
    missing = Catalog(locale="en")
    for sentence, places in sentences_of_the_pages().items():
        if sentence not in known:
            file, line = places[0].rsplit(":", 1)
            missing.add(sentence, locations=[(file, int(line))])
    write_po(sys.stdout.buffer, missing, omit_header=True, width=120)
    return 1 if len(missing) else 0


if __name__ == "__main__":
    raise SystemExit(main())
