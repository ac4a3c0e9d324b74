"""100,000 offers of 20 suppliers matched on one core: the same goods in different spellings and word orders."""

from __future__ import annotations

import random
from collections import Counter
from time import perf_counter

from marketplace.suppliers.matching import Article, Catalogue, group, suggest

OFFERS, SUPPLIERS, GOODS = 100_000, 20, 22_000
_KINDS = [
    "minyak goreng", "kecap manis", "sabun mandi", "susu bubuk", "mie instan", "kopi bubuk", "teh celup", "wafer",
    "biskuit", "permen", "sambal", "saus tomat", "tepung terigu", "deterjen", "sampo", "sirup", "keripik", "sarden",
]  # fmt: skip
_SHORT = {"minyak": "mnyk", "goreng": "grg", "kecap": "kcp", "sabun": "sbn", "coklat": "ckt", "pedas": "pds"}
_VARIANTS = ["", "", "pedas", "original", "coklat", "stroberi", "vanila", "putih", "jeruk", "spesial"]
_SIZES = ["85g", "200 gr", "250ml", "1 L", "500 G", "1kg", "2 liter", "65g", "100 ml", "620 ml"]
_SYLLABLES = [first + vowel for first in "bdgklmnrst" for vowel in "aiou"]


def main() -> None:
    chance = random.Random(20261122)
    articles, truth = _offers(chance)
    started = perf_counter()
    suggestions = suggest(articles)
    taken = perf_counter() - started
    print(f"{len(articles):,} offers of {SUPPLIERS} suppliers: {taken:.1f} s   (goal: below 60)")
    same = [each for each in suggestions if each.relation == "same"]
    right = sum(truth[each.one] == truth[each.other] for each in same)
    print(f"  {len(suggestions):,} suggestions, {len(same):,} of them 'same', {right / len(same):.2%} of these right")
    started = perf_counter()
    groups = group(articles, suggestions)
    pieces: dict[int, Counter[int]] = {}
    for number, members in enumerate(groups):
        for article in members:
            pieces.setdefault(truth[article.key], Counter())[number] += 1
    home = sum(found.most_common(1)[0][1] for found in pieces.values()) / len(articles)
    taken = perf_counter() - started
    print(f"  {len(groups):,} groups in {taken:.1f} s; {home:.1%} of offers in the main group of their good")
    started = perf_counter()
    catalogue = Catalogue(articles)
    indexed = perf_counter() - started
    started = perf_counter()
    for article in articles[:200]:
        catalogue.find(article.name)
    print(f"  catalogue in {indexed:.1f} s, a want answered in {(perf_counter() - started) * 5:.1f} ms")


def _offers(chance: random.Random) -> tuple[list[Article], dict[str, int]]:
    brands = ["".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))) for _ in range(900)]
    goods = [
        (chance.choice(brands), chance.choice(_KINDS), chance.choice(_VARIANTS), chance.choice(_SIZES))
        for _ in range(GOODS)
    ]
    articles, truth = [], {}
    names: dict[tuple[str, ...], int] = {}
    for number in range(OFFERS):
        good = goods[chance.randrange(GOODS)]
        key = f"{number}"
        articles.append(Article(key, f"S{number % SUPPLIERS}", _spelled(good, chance)))
        truth[key] = names.setdefault((good[0], good[1], good[2].replace("original", "")), len(names))
    return articles, truth


def _spelled(good: tuple[str, str, str, str], chance: random.Random) -> str:
    brand, kind, variant, size = good
    if chance.random() < 0.1 and len(brand) > 5:
        brand = brand[:-1] + brand[-1] * 2
    words = [brand, kind, variant] if chance.random() < 0.5 else [kind, brand, variant]
    text = " ".join(word for word in words if word)
    if chance.random() < 0.3:
        text = " ".join(_SHORT.get(word, word) for word in text.split())
    text = f"{text} {size}" if chance.random() < 0.8 else f"{text} {size} (24/dus)"
    return text.upper() if chance.random() < 0.5 else text.title()
