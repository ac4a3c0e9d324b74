"""docs/reference/comparison.md is true: its worked example adds up and its lists of codes are complete."""

import re
from decimal import Decimal
from pathlib import Path
from typing import get_args, get_type_hints

from marketplace.money import Money
from marketplace.suppliers.comparing import BuyerFacts, Leg, Obstacle, Offer, Route, refusing
from marketplace.suppliers.matching.articles import REASONS
from tests.marketplace.suppliers.comparing.market import offer, row, want

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "comparison.md"


def tables() -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = []
    example = PAGE.read_text(encoding="utf-8").split("## A worked example")[1]
    for block in re.findall(r"(?:^\|.*\|\n)+", example, re.M):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.strip().splitlines()]
        found.append([dict(zip(lines[0], line, strict=True)) for line in lines[2:]])
    return found


def offered(line: dict[str, str]) -> Offer:
    content = None if line["content"] == "–" else line["content"]
    return offer(line["supplier"], line["price"], content, order_unit=line["order unit"], tax=line["PPN"])


def carried(line: dict[str, str]) -> Route | None:
    if line["freight"] == "–":
        return None
    amount, _per, unit = line["freight"].split()
    per = {"package": "per_package", "kg": "per_kg"}[unit]
    return Route((Leg("Ongkir", **{per: Decimal(amount)}),))  # type: ignore[arg-type]


def test_the_worked_example_is_what_the_engine_computes() -> None:
    given, expected = tables()
    routes = {line["supplier"]: carried(line) for line in given}
    wanted = want("60", facts=BuyerFacts(Decimal(16_100), Decimal(17_000)))
    known = {supplier: way for supplier, way in routes.items() if way is not None}
    found = row([offered(line) for line in given], wanted, routes=known)
    assert [each.offer.supplier for each in found.offers] == [line["supplier"] for line in expected]
    for each, line in zip(found.offers, expected, strict=True):
        assert each.state == line["state"]
        if each.refusal is None:
            money = [each.goods, each.ppn, each.freight, each.total]
            assert money == [Money(int(line[name])) for name in ("goods", "PPN added", "freight", "total")]
            figures = [each.packs, each.surplus, each.landed]
            assert figures == [Decimal(line[name]) for name in ("packs", "surplus", "landed")]
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f'"{found.why.indonesian}"' in text
    assert found.winner is not None
    assert found.winner.saving is not None
    assert f"Saving {found.winner.saving.text('en')};" in text


def test_every_code_is_documented() -> None:
    page = PAGE.read_text(encoding="utf-8")
    refusals = set(re.findall(r'Refusal\(\s*"(\w+)"', Path(refusing.__file__).read_text(encoding="utf-8")))
    obstacles = set(get_args(get_type_hints(Obstacle)["code"]))
    assert len(refusals) > 10
    assert len(obstacles) == 4
    assert {code for code in refusals | obstacles | set(REASONS) if f"`{code}`" not in page} == set()
