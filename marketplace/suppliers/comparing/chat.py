"""The comparison as a message for WhatsApp: short lines, no table, the best of each good."""

from __future__ import annotations

from .comparison import Comparison, Row
from .sentences import Sentence, number_figure, price_figure
from .wording import MARKS, basis, summary, wanted

_PARTICULARS = 40


def as_text(comparison: Comparison, *, title: str | None = None, language: str = "id") -> str:
    """A message of a few lines per good; goods beyond the fortieth are counted, not told."""
    lines = [f"*{title}*"] if title else []
    lines += [basis(comparison).in_language(language), summary(comparison).in_language(language), ""]
    for row in comparison.rows[:_PARTICULARS]:
        lines += [*_row(row, language), ""]
    left = len(comparison.rows) - _PARTICULARS
    if left > 0:
        lines.append(Sentence(f"… dan {left} barang lagi", f"… and {left} more")[language == "en"])
    return "\n".join(lines).rstrip() + "\n"


def _row(row: Row, language: str) -> list[str]:
    heading = f"*{_plain(row.want.name)}* · {wanted(row).in_language(language)}"
    winner = row.winner
    if winner is None:
        return [heading, row.why.in_language(language)]
    price = winner.landed if winner.landed is not None else winner.landed_low
    figures = f"{price_figure(price).in_language(language)}/{winner.measure.word.in_language(language)}"
    lines = [heading, f"{MARKS[winner.state]} {_plain(winner.offer.supplier_name)} {figures}"]
    if winner.total is not None and row.measure.quantity is not None:
        packs = number_figure(winner.packs, winner.offer.order_unit or "").in_language(language)
        lines.append(f"{packs} = {winner.total.text('en' if language == 'en' else 'id')}")
    lines.append(row.why.in_language(language))
    return lines


def _plain(text: str) -> str:
    """Without the signs that WhatsApp takes for bold, italics and the like."""
    return text.replace("*", "").replace("_", " ").replace("~", "").replace("`", "'")
