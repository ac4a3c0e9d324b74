"""What a price buys: the candidates that a row's texts allow, and the choice among them.

A bracket or a purchase-unit column often describes the case while the price is for one piece, so nothing is taken
literally. First come plain statements (a heading `Harga/Dus`, a cell `12.500/kg`, a unit column), then what such a
thing can cost, then what the sister rows show. Where nothing decides, the unit stays unknown: silence is better than a
wrong number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from marketplace.suppliers.reading.kinds import (
    USUAL_MEASURED,
    USUAL_PIECE,
    Kind,
    is_maybe_liquid,
    is_plausible,
)
from marketplace.suppliers.reading.numbers import written
from marketplace.suppliers.reading.packs import Case, Pack, scan, scan_cell
from marketplace.suppliers.reading.units import BUNDLES, CANONICAL, PER, SPELLINGS, UNITS, Unit, unit_named

ONE = Decimal(1)
CASE_UNITS = frozenset({"dus", "karton", "box"})
SINGLES = frozenset({"pcs", "buah", "biji", "botol", "kaleng", "cup", "sachet", "tube", "butir", "batang", "lembar"})
DEAREST_PACKET = Decimal(1_000_000)
_SINGLE_PIECES = frozenset({"pcs", "pc", "pce", "pces", "piece", "pieces", "buah", "bh", "biji", "bj", "unit", "ea"})
_SHEETS = frozenset({"lembar", "lbr", "lmbr", "sheet", "sheets", "helai"})
_BUNDLE_IN_NAME = re.compile(
    r"\b(?P<unit>dus|dos|kardus|karton|ktn|ctn|krt|slop+|slof|renceng|renteng|rcg|rtg|rntg|bal|ball|lusin|lsn)\b"
)
_STICKS = frozenset({10, 12, 14, 16, 18, 20, 24})
_VESSEL = re.compile(
    r"lunch ?box|tumbler|botol (?:minum|air|susu|kosong)|termos|rice cooker|magic (?:com|jar)|panci|presto|dispenser|kotak makan|\btempat\b|\bwadah\b"
    r"|\bteko\b|blender|baskom|\bember\b|gayung|jolang|mug\b|feeding bottle|food container|thermos|\bkompor\b|jar kosong|galon kosong|ice gel"
    r"|oven|microwave|kulkas|freezer|water heater|mixer|\btas\b|backpack|koper|botol dot|dot bayi|cooler|gelas (?:ukur|takar)|toples kosong"
)
_CLOTHES_SIZE = re.compile(r"\b(?:uk|ukuran|size|no)\b")


@dataclass(frozen=True, slots=True)
class Content:
    """``count`` times ``size`` ``unit``: all that one order unit holds."""

    count: int
    size: Decimal
    unit: str

    def times(self, count: int) -> Content:
        return Content(self.count * count, self.size, self.unit)


PIECE = Content(1, ONE, "piece")


@dataclass(slots=True)
class Candidate:
    """One way to read what the price buys, with its JSON parts made once."""

    unit: str | None
    content: Content | None
    case: tuple[str | None, int] | None = None
    total: Decimal | None = None
    per: str | None = None
    pack_json: dict[str, Any] | None = None
    case_json: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.content is not None:
            content = self.content
            self.per, divisor = PER.get(content.unit, ("piece", 1))
            self.total = content.count * content.size / divisor
            self.pack_json = {"count": content.count, "size": written(content.size), "unit": content.unit}
        if self.case is not None:
            self.case_json = {"unit": self.case[0], "count": self.case[1]}

    def comparable(self, price: Decimal) -> Decimal | None:
        return price / self.total if self.total else None

    def as_suggestion(self, price: Decimal | None = None) -> dict[str, Any]:
        comparable = self.comparable(price) if price is not None else None
        return {
            "order_unit": self.unit,
            "pack": self.pack_json,
            "comparable": {"price": written(comparable), "per": self.per} if comparable is not None else None,
        }


@dataclass(slots=True)
class Options:
    """What a row's texts allow. ``mode`` says how to choose; ``issues``: codes with details that hold at any price."""

    mode: str
    candidates: list[Candidate]
    kind: Kind | None = None
    issues: tuple[tuple[str, dict[str, Any]], ...] = ()
    pattern: str | None = None
    stated: str | None = None
    muted: bool = False


@dataclass(slots=True)
class Evidence:
    """What the list as a whole shows: votes for the piece and for the whole, by pattern, and how its sizes fit."""

    single: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    fitting: int = 0
    unfitting: int = 0
    sized_in_column: bool = False
    has_unit_column: bool = False
    default_unit: str | None = None
    packet_units: frozenset[str] = frozenset()
    answers: dict[str, str] = field(default_factory=dict)
    trusted: bool = True
    in_thousands: bool = False

    def verdict(self, pattern: str | None) -> str | None:
        """`single` or `whole` where the list is clear about it, first for this pattern, then for all its brackets."""
        if pattern is None:
            return None
        if answer := self.answers.get(pattern):
            return answer
        if pattern.startswith("unit:") and pattern[5:].split("/")[0] in self.packet_units:
            return "single"
        for keys in (
            [pattern],
            [key for key in {*self.single, *self.whole} if key.split(":")[0] == pattern.split(":")[0]],
        ):
            single = sum(self.single[key] for key in keys)
            whole = sum(self.whole[key] for key in keys)
            if single + whole >= 3 and max(single, whole) >= 0.9 * (single + whole):
                return "single" if single > whole else "whole"
        return None

    @property
    def is_retail(self) -> bool:
        """Prices without a unit fit the sizes in the names: they are prices of retail packets."""
        return self.fitting >= 3 and self.fitting >= 9 * self.unfitting


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one price of one row, as written."""

    name: str
    unit: str
    pack: str
    heading_unit: str | None = None
    cell_unit: str | None = None
    single: bool = False
    case_unit: str = ""
    case_count: str = ""
    size: str = ""
    category: str | None = None
    has_pack_column: bool = False
    beside_whole: bool = False


@lru_cache(maxsize=16_384)
def unit_cell(text: str) -> tuple[Unit | None, Pack]:
    """A unit cell: the unit it begins with and what it tells about content (`Karton 24`, `500 g`, `1 dus isi 24`)."""
    line = re.sub(r"^(?:per\b|/|@|1\s+(?=[a-z]))\s*", "", text.strip().lower()).strip()
    if not line:
        return None, scan_cell("")
    unit = unit_named(line)
    if unit is not None:
        return unit, scan_cell("")
    if line.isdigit():
        return None, scan_cell("")
    pack = scan_cell(line)
    if pack.whole:
        return UNITS[pack.whole], pack
    first = re.match(r"[a-zé()]+\.?", line)
    found = SPELLINGS.get(first.group().rstrip(".")) if first else None
    if found is not None and re.match(r"^[a-z().]+\s*(?:[/&,]|dan|atau)\s*[a-z]+$", line):
        second = unit_named(re.split(r"[/&,]|dan|atau", line)[-1])
        return (found if second is found else None), scan_cell("")
    if found is not None:
        return found, pack
    if pack.cases and pack.cases[0].unit:
        return UNITS[pack.cases[0].unit], pack
    if pack.multiple:
        return UNITS[pack.multiple[0]], pack
    if pack.size is not None:
        return _measured_unit(pack), pack
    return None, pack


def _measured_unit(pack: Pack) -> Unit:
    """`1 kg` as a unit is kg; `500 g` is a retail pack of that size."""
    if pack.size == ONE and pack.count == 1 and pack.measure in ("kg", "l"):
        return UNITS["kg" if pack.measure == "kg" else "liter"]
    return UNITS["pcs"]


def read_texts(texts: Texts, kind: Kind | None) -> Options:
    """The candidates for one price of one row."""
    name = scan(texts.name)
    unit, in_unit = _stated_unit(texts, name)
    pack = _sized(texts, unit)
    options = _Candidates(texts, kind, name, pack, in_unit, unit).read()
    options.kind = kind
    return options


def packet_content(name: str, kind: Kind | None) -> Content:
    """What one retail packet of this name holds, as far as the name tells."""
    nothing = scan_cell("")
    return _Candidates(Texts(name, "", ""), kind, scan(name), nothing, nothing, None).inner or PIECE


def _stated_unit(texts: Texts, name: Pack) -> tuple[Unit | None, Pack]:
    column, in_column = unit_cell(texts.unit) if texts.unit else (None, scan_cell(""))
    if texts.cell_unit:
        unit, in_cell = unit_cell(texts.cell_unit)
        if unit is not None:
            return unit, in_cell
    if texts.heading_unit:
        heading = UNITS[texts.heading_unit]
        return heading, in_column if column is None or column is heading or column.kind == heading.kind else scan_cell(
            ""
        )
    if texts.single and texts.beside_whole and (column is None or column.kind == "outer"):
        return UNITS["pcs"], scan_cell("")
    if column is not None:
        return column, in_column
    if name.per:
        return UNITS[name.per], scan_cell("")
    return None, in_column


def _sized(texts: Texts, unit: Unit | None) -> Pack:
    """The pack cell; a bare size column (`0.5`) takes its measure from the unit column."""
    if texts.size and unit is not None and unit.kind in ("mass", "volume"):
        return scan_cell(f"{texts.size} {unit.name}")
    return scan_cell(texts.pack) if texts.pack else scan_cell("")


class _Candidates:
    """Builds the candidates of one row; each ``_by_*`` method treats one kind of stated unit."""

    def __init__(
        self, texts: Texts, kind: Kind | None, name: Pack, pack: Pack, in_unit: Pack, unit: Unit | None
    ) -> None:
        self.texts = texts
        self.kind = kind
        self.name = name
        self.pack = pack
        self.in_unit = in_unit
        self.unit = unit
        self.issues: list[tuple[str, dict[str, Any]]] = []
        self.smokes = kind is not None and kind.per == "pack"
        self.muted = False
        self.inner, self.alternative = self._inner()
        self.outer = self._outer()

    def read(self) -> Options:
        if self.unit is None:
            options = self._without_unit()
        elif self.texts.size and self.unit.kind in ("mass", "volume"):
            options = Options("sure", [Candidate("pcs", self.inner or PIECE)])
        elif self.unit.kind in ("mass", "volume"):
            options = self._by_measure(self.unit)
        elif self.unit.kind == "multiple":
            options = self._by_multiple(self.unit)
        elif self.unit.kind == "outer" or (self.unit.name in BUNDLES | {"pak", "kotak"} and self._count_for(self.unit)):
            options = self._by_outer(self.unit)
        else:
            options = self._by_piece(self.unit)
        if options.mode == "stated_case" and (self.texts.heading_unit or self.texts.cell_unit):
            options.mode = "sure"
        options.issues = (*options.issues, *self.issues)
        options.muted = self.muted
        options.stated = self.unit.name if self.unit else None
        return options

    # --- what the texts tell about one retail packet, and about outer packs

    def _source(self) -> Pack:
        """Of name, pack cell and unit cell, the one that tells the size, the closest to the price first."""
        for pack in (self.pack, self.in_unit, self.name):
            if pack.size is not None:
                return pack
        return next((p for p in (self.pack, self.in_unit, self.name) if p.pieces is not None), self.name)

    def _inner(self) -> tuple[Content | None, Content | None]:
        """Content of one retail packet; the second where `10 sachet 30 g` may be ten times thirty grams as well."""
        source = self._source()
        if self.smokes:
            return PIECE, None
        doubt = source.doubt if source.doubt != "case_ambiguous" else None
        if doubt or self._conflicting():
            self._mute("size_ambiguous")
        if source.size is None or source.measure is None:
            return self._pieces_content(source), None
        if self.kind is not None and (
            self.kind.name == "clothes" or (self.kind.name == "stationery" and source.measure in ("g", "kg"))
        ):
            return self._pieces_content(source), None  # a garment's size, the gramme weight of paper
        if source.measure in ("l", "ml") and _VESSEL.search(self.texts.name.lower()):
            self._mute("capacity_not_content")
        if source.fluid_or_mass and is_maybe_liquid(self.texts.name, self.texts.category):
            self._mute("ounce_ambiguous")
        return self._sized_content(source, source.size, source.measure)

    def _mute(self, code: str) -> None:
        self.muted = True
        self.issues.append((code, {}))

    def _conflicting(self) -> bool:
        """A pack cell and a name that state different sizes."""
        a, b = self.pack if self.pack.size is not None else self.in_unit, self.name
        if a.size is None or b.size is None or a.measure is None or b.measure is None:
            return False
        first, second = (CANONICAL_GRAMS[p.measure] * p.size for p in (a, b))  # type: ignore[index,operator]
        if CANONICAL_KIND[a.measure] != CANONICAL_KIND[b.measure]:
            return True
        counts = {1, a.count, b.count, a.pieces or 1, b.pieces or 1, *(c.count for c in a.cases)}
        return not any(first * count == second or second * count == first for count in counts)

    def _pieces_content(self, source: Pack) -> Content:
        pieces = source.pieces if source.pieces_unit and not self._is_case_like(source) else None
        if source.pieces_unit in _SHEETS and self.kind is not None and self.kind.name == "stationery":
            pieces = None  # a book of 38 sheets is one book
        return Content(pieces, ONE, "piece") if pieces else PIECE

    def _is_case_like(self, source: Pack) -> bool:
        """`isi 24` and `24 btl` beside a single unit tell the case; `10'S` tells the packet."""
        word = source.pieces_unit or ""
        if word == "'s" or "celup" in word:
            return False
        unit = self.unit
        if unit is None and source is self.name and word.startswith("isi") and (source.pieces or 0) <= 6:
            return False
        if word.startswith("isi") or source is self.pack:
            return unit is None or unit.kind in ("outer", "multiple") or unit.name in SINGLES
        if unit is not None and unit.kind == "outer":
            return True
        return (
            SPELLINGS[word].kind == "each"
            and SPELLINGS[word].name not in ("pcs", "lembar", "butir", "tablet", "batang")
            if word in SPELLINGS
            else False
        )

    def _sized_content(self, source: Pack, size: Decimal, measure: str) -> tuple[Content, Content | None]:
        if source.count > 1:
            return Content(source.count, size, measure), None
        pieces = source.pieces or (self.name.pieces if source is not self.name else None)
        if not pieces or pieces == 1:
            return Content(1, size, measure), None
        word = (source.pieces_unit or self.name.pieces_unit or "").split(" ")[-1]
        if word in ("ct", "cts", "count") and source.fluid_or_mass:
            self._mute("size_ambiguous")
        if self._is_case_like(source):
            return Content(1, size, measure), None
        shared = Content(pieces, size / pieces, measure)
        packet = SPELLINGS.get(word)
        if word == "isi":
            return shared, Content(pieces, size, measure)
        if packet is not None and packet.name in ("sachet", "botol", "kaleng", "cup", "bungkus", "pak", "pouch"):
            return shared, Content(pieces, size, measure)
        return shared, None

    def _outer(self) -> list[Case]:
        """Outer packs that the texts name, the largest first; cigarettes' sticks are taken out."""
        cases = [*self.pack.cases, *self.in_unit.cases, *self.name.cases]
        if any(pack.doubt == "case_ambiguous" for pack in (self.name, self.pack)):
            self.issues.append(("pack_ambiguous", {}))
            cases = []
        for source in (self.pack, self.in_unit, self.name):
            if source.bare is not None and (source is not self.name or len(source.bare.factors) > 1):
                cases.append(source.bare)
            elif source.pieces and self._is_case_like(source):
                cases.append(Case(None, source.pieces, (source.pieces,)))
        count = scan_cell(self.texts.case_count).bare if self.texts.case_count else None
        if self.texts.case_count and count is None:
            count = self._case_of(scan_cell(self.texts.case_count))
        in_case_unit, case_pack = unit_cell(self.texts.case_unit) if self.texts.case_unit else (None, scan_cell(""))
        if case_pack.cases:
            cases.insert(0, case_pack.cases[0])
        elif count is not None and count.count > 1:
            cases.insert(0, Case(in_case_unit.name if in_case_unit else None, count.count, count.factors))
        if in_case_unit is not None:
            cases = [Case(case.unit or in_case_unit.name, case.count, case.factors) for case in cases]
        return [self._without_sticks(case) for case in cases if case.count > 1]

    @staticmethod
    def _case_of(pack: Pack) -> Case | None:
        if pack.cases:
            return pack.cases[0]
        return Case(None, pack.pieces, (pack.pieces,)) if pack.pieces else None

    def _without_sticks(self, case: Case) -> Case:
        if not self.smokes or len(case.factors) < 2 or case.factors[0] not in _STICKS:
            return case
        named = re.search(rf"\b{case.factors[0]}\b", self.texts.name.split("(")[0]) is not None
        if named or len(case.factors) >= 4:
            return Case(case.unit, case.count // case.factors[0], case.factors[1:])
        return case

    def _count_for(self, unit: Unit) -> Case | None:
        """The stated content of one ``unit``: its own bracket, else one without a unit; dus, karton and box are one."""
        same = [case for case in self.outer if case.unit == unit.name]
        if not same and unit.name in CASE_UNITS:
            same = [case for case in self.outer if case.unit in CASE_UNITS]
        if not same and (unit.kind == "outer" or unit.name in BUNDLES):
            same = [case for case in self.outer if case.unit is None] or [
                c for c in self.outer if c.unit not in SINGLES
            ][:1]
        return same[0] if same else None

    def _case_json(self, case: Case | None) -> tuple[str | None, int] | None:
        return (case.unit, case.count) if case else None

    def _largest(self) -> Case | None:
        return max(self.outer, key=lambda case: case.count) if self.outer else None

    # --- one method per kind of stated unit

    def _by_measure(self, unit: Unit) -> Options:
        factor, measure = CANONICAL[unit.name]
        stated = Candidate(unit.name, Content(1, factor, measure), self._measured_case(measure))
        inner = self.inner
        self.muted = False
        self.issues = [entry for entry in self.issues if entry[0] == "pack_ambiguous"]
        if inner is None or inner.unit == "piece" or self.name.mass_case is not None:
            return Options("sure", [stated])
        same = CANONICAL_KIND[inner.unit] == CANONICAL_KIND[measure]
        if same and inner.count * inner.size * CANONICAL_GRAMS[inner.unit] == factor * CANONICAL_GRAMS[measure]:
            return Options("sure", [stated])
        sold_as = self.name.whole or ("jerigen" if inner.unit == "l" and inner.size >= 5 else "pcs")
        whole = Candidate(sold_as, inner)
        return Options("measure_or_pack" if same else "contradiction", [stated, whole], pattern=f"measure:{unit.name}")

    def _measured_case(self, measure: str) -> tuple[str | None, int] | None:
        mass_case = self.name.mass_case
        if mass_case and mass_case[2] == measure and mass_case[1] == int(mass_case[1]):
            return mass_case[0], int(mass_case[1])
        return self._case_json(next((case for case in self.outer if case.unit in CASE_UNITS), None))

    def _by_multiple(self, unit: Unit) -> Options:
        count = int(unit.factor or 1)
        if self.in_unit.multiple:
            count = int(count * self.in_unit.multiple[1])
        inner = self.inner or PIECE
        if inner.unit == "piece" and inner.count == count:
            inner = PIECE
        case = next((case for case in self.outer if case.unit in CASE_UNITS), None)
        return Options("sure", [Candidate(unit.name, inner.times(count), self._case_json(case))])

    def _by_outer(self, unit: Unit) -> Options:
        inner = self.inner or PIECE
        counted = self._count_for(unit)
        if mass := self._mass_of(unit):
            return Options("sure", [Candidate(unit.name, mass)])
        if inner.unit != "piece" and self._holds_size(unit, inner) and counted is None:
            return Options("sure", [Candidate(unit.name, inner)])
        pattern = f"unit:{unit.name}"
        is_content = inner.count >= 6 or (inner.count > 1 and self._source() is not self.name)
        if counted is None and is_content and inner.unit != "piece" and unit.name in CASE_UNITS:
            single = Candidate("pcs", Content(1, inner.size, inner.unit), (unit.name, inner.count))
            return Options("stated_case", [Candidate(unit.name, inner), single], pattern=f"{pattern}/n")
        if counted is not None:
            single = Candidate("pcs", inner, (unit.name, counted.count))
            return Options(
                "stated_case", [Candidate(unit.name, inner.times(counted.count)), single], pattern=f"{pattern}/n"
            )
        if inner.unit == "piece" and inner.count > 1:
            return Options(
                "stated_case", [Candidate(unit.name, inner), Candidate("pcs", PIECE)], pattern=f"{pattern}/n"
            )
        packet = "pcs" if unit.name in ("dus", "karton") else unit.name
        return Options("outer_unknown", [Candidate(unit.name, None), Candidate(packet, inner)], pattern=pattern)

    def _mass_of(self, unit: Unit) -> Content | None:
        for pack in (self.name, self.pack):
            if pack.mass_case and pack.mass_case[0] == unit.name:
                return Content(1, pack.mass_case[1], pack.mass_case[2])
        return None

    def _holds_size(self, unit: Unit, inner: Content) -> bool:
        """A sack or tray is told by its whole mass; a carton only by a mass that no retail packet has."""
        whole = self._source().whole
        if unit.name not in CASE_UNITS or whole == unit.name:
            return inner.count == 1 and (
                unit.name not in ("bag", "bal", "pak") or inner.size * CANONICAL_GRAMS[inner.unit] >= 250
            )
        return (
            inner.count == 1 and inner.size * CANONICAL_GRAMS[inner.unit] >= 5_000 and self._source() is not self.name
        )

    def _by_piece(self, unit: Unit) -> Options:
        inner = self.inner or PIECE
        if bundle := self._bundle_in_name(inner):
            return Options(
                "outer_unknown", [Candidate(bundle, None), Candidate(unit.name, inner)], pattern="bundle in name"
            )
        case = self._largest_but(unit)
        source = self._source()
        if inner.unit != "piece" and source.count > 1 and self._may_be_case(unit, source):
            single = Candidate(unit.name, Content(1, inner.size, inner.unit), (None, source.count))
            return Options("case_or_piece", [single, Candidate(unit.name, inner)], pattern=f"n x size:{unit.name}")
        if unit.name == "pcs" and inner.unit == "piece" and inner.count > 1 and source.pieces_unit in _SINGLE_PIECES:
            return Options("contradiction", [Candidate("pcs", PIECE), Candidate("pak", inner)])
        if unit.name in BUNDLES and inner is PIECE:
            self.issues.append(("bundle_counted", {"unit": unit.name}))
        if self.alternative is not None:
            return self._shared_or_each(unit.name, case)
        return Options("sure", [Candidate(unit.name, inner, self._case_json(case))])

    def _bundle_in_name(self, inner: Content) -> str | None:
        """`Taro 9 gr Dus`: the size is of one packet, the price of a bundle whose content is not told."""
        if inner.unit == "piece" or self.outer or self.smokes:
            return None
        found = _BUNDLE_IN_NAME.search(self.texts.name.lower())
        if found is None:
            return None
        word = "slop" if found["unit"].startswith("slo") else SPELLINGS[found["unit"]].name
        return None if self.unit is not None and self.unit.name == word else word

    def _largest_but(self, unit: Unit) -> Case | None:
        cases = [case for case in self.outer if case.unit != unit.name]
        return max(cases, key=lambda case: case.count) if cases else None

    def _may_be_case(self, unit: Unit, source: Pack) -> bool:
        return (
            unit.name in SINGLES
            and source.count >= 6
            and (source.count_after or source.count >= 12 or source is self.pack)
        )

    def _shared_or_each(self, unit: str, case: Case | None) -> Options:
        inner = self.inner or PIECE
        return Options(
            "shared_or_each",
            [Candidate(unit, inner, self._case_json(case)), Candidate(unit, self.alternative, self._case_json(case))],
            pattern="n packets size",
        )

    def _without_unit(self) -> Options:
        inner = self.inner or PIECE
        source = self._source()
        if self.texts.unit and not self.texts.unit.strip().isdigit():
            self.issues.append(("unit_unknown", {"unit": self.texts.unit}))
            return Options(
                "unknown",
                [Candidate("pcs", inner, self._case_json(self._largest()))],
                pattern=f"word:{self.texts.unit.lower()}",
            )
        if self.texts.unit:
            self.issues.append(("unit_unknown", {"unit": self.texts.unit}))
            return Options(
                "coded", [Candidate("pcs", inner, self._case_json(self._largest()))], pattern=f"code:{self.texts.unit}"
            )
        if multiple := self.name.multiple or self.pack.multiple:
            count = (UNITS[multiple[0]].factor or ONE) * multiple[1]
            if count == int(count):
                return Options(
                    "fits",
                    [
                        Candidate(
                            multiple[0],
                            inner.times(int(count)) if inner.unit == "piece" else Content(int(count), ONE, "piece"),
                        )
                    ],
                )
        if bundle := self._bundle_in_name(inner):
            return Options(
                "outer_unknown", [Candidate(bundle, None), Candidate("pcs", inner)], pattern="bundle in name"
            )
        if source.whole and source.size is not None and (case := self._count_for(UNITS[source.whole])):
            whole = Candidate(source.whole, inner.times(case.count))
            return Options(
                "case_or_piece", [Candidate("pcs", inner, (source.whole, case.count)), whole], pattern="isi:n x size"
            )
        if source.whole and source.size is not None:
            return Options("fits", [Candidate(source.whole, inner)])
        if source.count > 1 and inner.unit != "piece" and (source.count_after or source.count >= 12):
            single = Candidate("pcs", Content(1, inner.size, inner.unit), (None, source.count))
            return Options("case_or_piece", [single, Candidate("pak", inner)], pattern="n x size")
        if case := self._largest():
            whole = Candidate(case.unit or "dus", inner.times(case.count))
            return Options(
                "case_or_piece",
                [Candidate("pcs", inner, (case.unit, case.count)), whole],
                pattern=f"bracket:{case.unit}",
            )
        if self.alternative is not None:
            return self._shared_or_each("pcs", None)
        if inner is PIECE:
            return Options("bare", [Candidate("pcs", PIECE)], pattern="nothing")
        return Options("fits", [Candidate("pcs", inner)])


CANONICAL_GRAMS: dict[str, Decimal] = {"kg": Decimal(1000), "g": ONE, "l": Decimal(1000), "ml": ONE}
CANONICAL_KIND = {"kg": "mass", "g": "mass", "l": "volume", "ml": "volume"}


def vote(options: Options, price: Decimal, rate: int, evidence: Evidence) -> None:
    """Add what this row shows about the list: does its price fit the piece only, or the whole only?"""
    mode = options.mode
    if mode == "sure" or options.muted:
        return
    if mode == "fits" or (mode == "case_or_piece" and options.candidates[0].per in ("kg", "l")):
        fits = _fits_packet(options.candidates[0], price, options.kind, rate)
        evidence.fitting += fits is True
        evidence.unfitting += fits is False and mode == "fits"
    if mode in ("case_or_piece", "stated_case"):
        single, whole = options.candidates if mode == "case_or_piece" else options.candidates[::-1]
        single_fits = _fits(single, price, options.kind, rate)
        whole_fits = _fits(whole, price, options.kind, rate)
        if single_fits and whole_fits is False:
            evidence.single[str(options.pattern)] += 1
        elif whole_fits and single_fits is False:
            evidence.whole[str(options.pattern)] += 1
    elif mode == "outer_unknown" and options.candidates[1].per in ("kg", "l"):
        lean = _lean_to_single(options.candidates[1], price, options.kind, rate)
        (evidence.single if lean > 0 else evidence.whole)[str(options.pattern)] += abs(lean)


def _lean_to_single(single: Candidate, price: Decimal, kind: Kind | None, rate: int) -> int:
    """How much nearer the price lies to what one packet usually costs than a twelfth of it does: -3 to 3.

    A score, not money: distances are logarithmic, from the middle of the kind's range.
    """
    comparable = single.comparable(price)
    if not comparable:
        return 0
    low, high = (kind.low, kind.high) if kind is not None and kind.per in ("kg", "l") else USUAL_MEASURED
    middle = (math.log(low) + math.log(high)) / 2
    as_one = math.log(comparable * rate) - middle
    as_twelfth = as_one - math.log(12)
    return max(-3, min(3, round(as_twelfth**2 - as_one**2)))


def _fits(candidate: Candidate, price: Decimal, kind: Kind | None, rate: int) -> bool | None:
    """Whether the price fits what the candidate holds: by its kind, else by what packaged goods usually cost."""
    comparable = candidate.comparable(price)
    if comparable is None or candidate.per is None:
        return None
    known = is_plausible(comparable, candidate.per, kind, rate) if kind is not None else None
    if known is not None:
        return known
    low, high = USUAL_MEASURED if candidate.per in ("kg", "l") else USUAL_PIECE
    return low <= comparable * rate <= high


def _fits_packet(candidate: Candidate, price: Decimal, kind: Kind | None, rate: int) -> bool | None:
    """As ``_fits``, but a small packet of an unknown kind (a lipstick) may cost any sum per kilogram."""
    if kind is None and candidate.per in ("kg", "l"):
        comparable = candidate.comparable(price)
        return comparable is not None and comparable * rate >= USUAL_MEASURED[0] and price * rate <= DEAREST_PACKET
    return _fits(candidate, price, kind, rate)


@dataclass(slots=True)
class Choice:
    """What the price buys; ``candidate`` None where nothing decides. ``issues``: code, details, suggested candidate."""

    candidate: Candidate | None
    comparable: bool
    issues: list[tuple[str, dict[str, Any], Candidate | None]]


def _is_absurd(candidate: Candidate, comparable: Decimal, kind: Kind) -> bool:
    """Far outside what such a thing can cost. A pack without a count is one piece, whatever is in it."""
    if candidate.per == "piece" and kind.per != "pack" and (candidate.content is None or candidate.content.count == 1):
        return False
    if is_plausible(comparable, candidate.per or "piece", kind, 1) is not False:
        return False
    if kind.per == "pack":
        return True
    return is_plausible(comparable / 5, candidate.per or "piece", kind, 1) is False and (
        is_plausible(comparable * 3, candidate.per or "piece", kind, 1) is False
    )


_UNDECIDED = ("price_unit_unknown", {})


def choose(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Choice:
    """Decide among the candidates with the price, the kind of good and the list's evidence."""
    issues: list[tuple[str, dict[str, Any], Candidate | None]] = [
        (code, details, None) for code, details in options.issues
    ]
    chosen, doubt = _CHOOSERS[options.mode](options, price, rate, evidence)
    if doubt is not None:
        issues.append(doubt)
    if chosen is None or chosen.content is None:
        return Choice(chosen, False, issues)
    claims = doubt is None and not options.muted
    if claims and price is not None and price > 0 and options.kind is not None and rate == 1 and evidence.trusted:
        comparable = chosen.comparable(price)
        if comparable is not None and chosen.per and _is_absurd(chosen, comparable, options.kind):
            issues.append(("price_implausible", {"per": chosen.per}, None))
            claims = False
    return Choice(chosen, claims, issues)


Decision = tuple[Candidate | None, tuple[str, dict[str, Any], Candidate | None] | None]


def _sure(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    return options.candidates[0], None


def _measure_or_pack(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """Unit Kg beside `5 KG` in the name: per kilogram, or for the pack? Only the price can tell."""
    stated, whole = options.candidates
    if price is not None and options.kind is not None:
        per_unit = _fits(stated, price, options.kind, rate)
        per_pack = _fits(whole, price, options.kind, rate)
        if per_unit and per_pack is False:
            return stated, None
    return stated, ("unit_contradicts_name", {"unit": options.stated}, whole)


def _contradiction(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    stated, whole = options.candidates
    if price is not None and whole.per == "piece" and options.kind is not None and options.kind.per == "piece":
        if _fits(whole, price, options.kind, rate) and _fits(stated, price, options.kind, rate) is False:
            return whole, None
    return stated, ("unit_contradicts_name", {"unit": options.stated}, whole)


def _stated_case(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """The unit says case. Only a price that no case can have speaks against it."""
    whole, single = options.candidates
    verdict = evidence.verdict(options.pattern)
    if verdict == "single":
        return single, None
    if price is None or price <= 0:
        return whole, None
    whole_fits, single_fits = (_fits(candidate, price, options.kind, rate) for candidate in (whole, single))
    is_told = whole.per in ("kg", "l") or (options.kind is not None and options.kind.per in ("piece", "pack"))
    if (
        options.kind is None and whole_fits is False
    ):  # of an unknown thing only an impossible price speaks against its unit
        comparable = whole.comparable(price)
        whole_fits = comparable is not None and comparable * rate >= USUAL_MEASURED[0] / 4
    if whole_fits is False and single_fits and is_told:
        return whole, ("price_unit_doubtful", {"likely": single.unit, "stated": whole.unit}, single)
    return whole, None


def _outer_unknown(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    whole, single = options.candidates
    if evidence.verdict(options.pattern) == "single" and not _is_bulk(options, single):
        if price is None or single.per == "piece" or _fits(single, price, options.kind, rate):
            return single, None
        return single, ("price_unit_doubtful", {"likely": whole.unit, "stated": single.unit}, whole)
    return whole, ("pack_unknown", {"unit": whole.unit}, None)


def _is_bulk(options: Options, candidate: Candidate) -> bool:
    """Sold by weight, and no weight told."""
    return candidate.per == "piece" and options.kind is not None and options.kind.sold == "weight"


def _case_or_piece(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """A count is told, but not whether the price is for one or for all of them."""
    single, whole = options.candidates
    verdict = evidence.verdict(options.pattern)
    if price is None or price <= 0:
        chosen = single if verdict == "single" else whole if verdict == "whole" else None
        return chosen, None if chosen else (*_UNDECIDED, None)
    single_fits, whole_fits = (_fits(candidate, price, options.kind, rate) for candidate in (single, whole))
    if verdict is None:
        return _by_price_alone(options, single, whole, single_fits, whole_fits)
    chosen, other = (single, whole) if verdict == "single" else (whole, single)
    chosen_fits, other_fits = (single_fits, whole_fits) if verdict == "single" else (whole_fits, single_fits)
    if chosen_fits is False and other_fits and options.kind is not None:
        return chosen, ("price_unit_doubtful", {"likely": other.unit, "stated": chosen.unit}, other)
    return chosen, None


def _by_price_alone(
    options: Options, single: Candidate, whole: Candidate, single_fits: bool | None, whole_fits: bool | None
) -> Decision:
    if options.kind is not None or single.per in ("kg", "l"):
        if single_fits and whole_fits is False:
            return single, None
        if whole_fits and single_fits is False:
            return whole, None
    likely = single if single_fits else whole if whole_fits else None
    return None, (*_UNDECIDED, likely)


def _shared_or_each(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    shared, each = options.candidates
    if price is not None and price > 0:
        shared_fits, each_fits = (_fits(candidate, price, options.kind, rate) for candidate in (shared, each))
        if shared_fits != each_fits and options.kind is not None:
            return (shared if shared_fits else each), None
    return shared, ("size_ambiguous", {}, None)


def _fits_or_not(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """A size and no unit: the packet of that size, where the price allows it."""
    candidate = options.candidates[0]
    if not evidence.trusted:
        return candidate, None
    if evidence.has_unit_column and not evidence.is_retail and options.kind is None:
        return None, (*_UNDECIDED, candidate)
    if price is None or price <= 0 or candidate.per == "piece":
        return candidate, None
    if _fits_packet(candidate, price, options.kind, rate):
        return candidate, None
    comparable = candidate.comparable(price)
    if evidence.is_retail and comparable is not None and price * rate <= DEAREST_PACKET:
        if options.kind is None or options.kind.low / 3 <= comparable * rate <= options.kind.high * 10:
            return candidate, None
    return None, (*_UNDECIDED, None)


def _bare(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """Neither unit nor size: one piece where such a thing is sold so, or where the whole list sells packets."""
    candidate = options.candidates[0]
    sold = options.kind.sold if options.kind else ""
    answer = evidence.answers.get("nothing")
    if answer == "single" or (answer is None and _sold_by_piece(sold, evidence)):
        return candidate, None
    return None, (*_UNDECIDED, candidate if sold != "weight" else Candidate("kg", Content(1, ONE, "kg")))


def _sold_by_piece(sold: str, evidence: Evidence) -> bool:
    if sold == "weight" or evidence.sized_in_column:
        return False
    return sold == "piece" or evidence.is_retail or sum(evidence.single.values()) >= 3


def _coded(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    """The unit is a number from another table: one of it, whatever it is called. An answered question names it."""
    candidate = options.candidates[0]
    answer = evidence.answers.get(str(options.pattern))
    unit = unit_named(answer) if answer else None
    name = unit.name if unit is not None else None
    return Candidate(name, candidate.content, candidate.case), None


def _unknown(options: Options, price: Decimal | None, rate: int, evidence: Evidence) -> Decision:
    candidate = options.candidates[0]
    answer = evidence.answers.get(str(options.pattern))
    unit = unit_named(answer) if answer else None
    if unit is not None:
        return Candidate(unit.name, candidate.content, candidate.case), None
    return None, (*_UNDECIDED, candidate)


_CHOOSERS = {
    "sure": _sure,
    "measure_or_pack": _measure_or_pack,
    "contradiction": _contradiction,
    "stated_case": _stated_case,
    "outer_unknown": _outer_unknown,
    "case_or_piece": _case_or_piece,
    "shared_or_each": _shared_or_each,
    "fits": _fits_or_not,
    "bare": _bare,
    "coded": _coded,
    "unknown": _unknown,
}
