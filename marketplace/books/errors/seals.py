"""What can go wrong with seals that were kept."""

from __future__ import annotations

from ...errors import Invalid


class KeptSealUnreadable(Invalid):
    """What was given as a kept seal is neither a code nor the text of a head, or it is another cooperative's."""

    code = "kept_seal_unreadable"
    indonesian = "Ini bukan segel. Salin seluruhnya, dari nomor sampai dua huruf terakhir."
    english = "This is no seal. Copy all of it, from the number to the last two letters."


class KeptSealMistyped(Invalid):
    """The code's two check letters do not fit the others: a slip of the pen, which says nothing about the books."""

    code = "kept_seal_mistyped"
    indonesian = "Ada huruf yang salah salin. Bandingkan sekali lagi dengan kertasnya."
    english = "A letter was copied wrong. Compare it with the paper once more."


class KeptHeadBroken(Invalid):
    """A file of seals whose own root does not fit its seals."""

    code = "kept_head_broken"
    indonesian = "Berkas segel ini rusak atau pernah diubah: isinya tidak cocok dengan akarnya sendiri."
    english = "This file of seals is damaged or was altered: it does not fit its own root."
