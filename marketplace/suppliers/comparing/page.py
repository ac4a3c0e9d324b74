"""The comparison as one HTML file: no script, nothing fetched, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from .arithmetic import steps
from .circumstances import Circumstances
from .comparison import Comparison, Row
from .evaluating import Evaluated
from .sentences import Sentence, number_figure, price_figure
from .wording import MARKS, basis, cell, landed, likely, remarks, summary, wanted

_STYLE = Path(__file__).with_name("page.css")
_WORDS = {
    "title": Sentence("Perbandingan harga", "Price comparison"),
    "goods": Sentence("Barang · butuh", "Goods · wanted"),
    "best": Sentence("★ Termurah", "★ Cheapest"),
    "how": Sentence("Hitungannya", "The arithmetic"),
    "sum": Sentence("jumlah", "sum"),
    "saving": Sentence("Hemat", "Saves"),
    "margin": Sentence("untung", "margin"),
    "legend": Sentence(
        "★ termurah apa pun jawabannya · ◇ termurah yang sudah lengkap · ? belum bisa dibandingkan",
        "★ cheapest whatever the open answers · ◇ cheapest complete offer · ? cannot be compared yet",
    ),
}


def as_page(comparison: Comparison, *, title: str | None = None, language: str = "id") -> str:
    """A complete HTML document. Every text from a list is escaped."""
    say = Say(language)
    heading = escape(title or say("title"))
    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{heading}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>",
        f"<header><h1>{heading}</h1><p>{say.of(basis(comparison))}</p><p>{say.of(summary(comparison))}</p></header>",
        *_matrix(comparison, say),
        *(
            part
            for number, row in enumerate(comparison.rows)
            for part in _section(number, row, comparison.circumstances, say)
        ),
        f"<footer><p>{say('legend')}</p></footer></body></html>",
    ]
    return "".join(parts)


class Say:
    """Words and sentences of one language, escaped."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, word: str) -> str:
        return escape(_WORDS[word].in_language(self.language))

    def of(self, sentence: Sentence) -> str:
        return escape(sentence.in_language(self.language))


def _matrix(comparison: Comparison, say: Say) -> Iterable[str]:
    yield f'<div class="wide"><table><thead><tr><th scope="col">{say("goods")}</th><th scope="col">{say("best")}</th>'
    for each in comparison.suppliers:
        share = f"{each.comparable}/{len(comparison.rows)}"
        yield f'<th scope="col">{escape(each.name)}<small>{share}</small></th>'
    yield "</tr></thead><tbody>"
    for number, row in enumerate(comparison.rows):
        yield f'<tr><th scope="row"><a href="#g{number}">{escape(row.want.name)}</a>'
        yield f"<small>{say.of(wanted(row))}</small></th><td>{_winner(row, say)}</td>"
        by_supplier = row.by_supplier
        for each in comparison.suppliers:
            offers = by_supplier.get(each.supplier)
            chosen = ' class="best"' if offers and offers[0] is row.winner else ""
            yield f"<td{chosen}>{say.of(cell(offers[0])) if offers else '–'}</td>"
        yield "</tr>"
    yield "</tbody></table></div>"


def _winner(row: Row, say: Say) -> str:
    if row.winner is None:
        return "–"
    mark, price = MARKS[row.winner.state], say.of(landed(row.winner))
    return f"<b>{mark} {price}</b><small>{escape(row.winner.offer.supplier_name)}</small>"


def _section(number: int, row: Row, given: Circumstances, say: Say) -> Iterable[str]:
    yield f'<section id="g{number}"><h2>{escape(row.want.name)} <small>{say.of(wanted(row))}</small></h2>'
    yield f'<p class="why">{say.of(row.why)}</p><ul>'
    for each in row.offers:
        yield from _offer(each, row, given, say)
    yield "</ul></section>"


def _offer(each: Evaluated, row: Row, given: Circumstances, say: Say) -> Iterable[str]:
    best = ' class="best"' if each is row.winner else ""
    figure = f" {say.of(landed(each))}" if each.refusal is None else ""
    yield f"<li{best}><p><b>{MARKS[each.state]}{figure}</b>"
    if each.refusal is None:
        yield f" /{say.of(each.measure.word)}"
    yield f" <span>{escape(each.offer.supplier_name)}</span> <small>{escape(each.offer.name)}</small></p>"
    if each.refusal is not None:
        yield f"<p>{say.of(each.refusal.sentence)}"
        meant = likely(each)
        yield f". {say.of(meant)}</p>" if meant is not None else "</p>"
    else:
        yield from _figures(each, say)
        yield from _steps(each, given, say)
    yield "</li>"


def _figures(each: Evaluated, say: Say) -> Iterable[str]:
    packs = number_figure(each.packs, each.offer.order_unit or "")
    parts = [f"{say.of(packs)} · {say.of(price_figure(each.price))}/{escape(each.offer.order_unit or '')}"]
    if each.total is not None:
        parts.append(f"{say('sum')} {each.total.text('en' if say.language == 'en' else 'id')}")
    if each.saving is not None and each.saving.rupiah > 0:
        parts.append(f"{say('saving')} {each.saving.text('en' if say.language == 'en' else 'id')}")
    if each.margin is not None:
        parts.append(f"{say('margin')} {say.of(price_figure(each.margin))}/{say.of(each.measure.word)}")
    parts += [say.of(remark) for remark in remarks(each)]
    yield f"<p>{' · '.join(parts)}</p>"


def _steps(each: Evaluated, given: Circumstances, say: Say) -> Iterable[str]:
    yield f"<details><summary>{say('how')}</summary><table>"
    for step in steps(each, given):
        unit = "" if step.kind not in ("packs", "landed") else " " + say.of(step.unit)
        yield f'<tr><th scope="row">{say.of(step.label)}</th><td>{say.of(step.detail)}'
        yield f'<small>{say.of(step.source)}</small></td><td class="n">{say.of(step.figure_text)}{unit}</td></tr>'
    yield "</table></details>"
