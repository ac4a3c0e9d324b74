"""Suggestions and decisions into groups of the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .articles import Article, Decision, Relation, Suggestion

_JOINING: frozenset[Relation] = frozenset({"same", "same_other_size"})


def group(
    articles: Sequence[Article],
    suggestions: Iterable[Suggestion],
    decisions: Iterable[Decision] = (),
    *,
    least_score: int = 88,
) -> list[list[Article]]:
    """Articles that are the same thing (other sizes included), in the order given; lone articles are groups of one.

    The surest suggestions join first. No join puts two articles together that a person said are different.
    """
    home = {article.key: index for index, article in enumerate(articles)}
    members = {index: [article] for index, article in enumerate(articles)}
    apart: dict[str, set[str]] = {}
    for decision in decisions:
        if decision.relation is None:
            apart.setdefault(decision.one, set()).add(decision.other)
            apart.setdefault(decision.other, set()).add(decision.one)
    joining = [each for each in suggestions if each.relation in _JOINING and each.score >= least_score]
    for each in sorted(joining, key=lambda each: -each.score):
        one, other = home.get(each.one), home.get(each.other)
        if one is None or other is None or one == other or _kept_apart(members[one], members[other], apart):
            continue
        one, other = sorted((one, other))
        for article in members[other]:
            home[article.key] = one
        members[one].extend(members.pop(other))
    place = {article.key: index for index, article in enumerate(articles)}
    return [sorted(group, key=lambda article: place[article.key]) for group in members.values()]


def _kept_apart(some: Sequence[Article], others: Sequence[Article], apart: dict[str, set[str]]) -> bool:
    if not apart:
        return False
    keys = {article.key for article in others}
    return any(apart.get(article.key, set()) & keys for article in some)
