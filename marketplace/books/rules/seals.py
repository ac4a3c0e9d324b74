"""How the check of the books is run, and who may ask for it."""

from __future__ import annotations

from .roles import READERS

CHECKERS = READERS
"""Whoever reads the books may have them checked."""

AT_ONCE = 20_000
"""Entries up to which a check is done while the person waits: a second or two; more are checked in the background."""

FINDINGS_KEPT = 200
"""What a check keeps to be read; beyond these it says how many more there are."""

LONGEST_KEPT = 200_000
"""Characters of a kept seal, as code or file."""

SEALED_AT_A_TIME = 10_000
"""Entries under one seal."""

MOST_SEALS_OF_A_RUN = 20
"""Seals that one run of the job makes of one cooperative, so that a long import keeps nobody else waiting."""

TOLD_EVERY = 10_000
"""Entries after which a check in the background says how far it is."""

ASKED_AT_A_TIME = 1_000
"""Cooperatives that are asked in one round trip whether anything waits for its seal."""
