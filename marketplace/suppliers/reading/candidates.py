"""What a price buys, as far as the row's texts tell: the candidates and how to choose among them.

A bracket or a purchase-unit column often describes the case while the price is for one piece, so nothing is taken
literally. Plain statements come first (a heading `Harga/Dus`, a cell `12.500/kg`, a unit column); ``choosing`` then
weighs what such a thing can cost and what the sister rows show.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from marketplace.suppliers.reading.contents import (
    CANONICAL_GRAMS,
    CANONICAL_KIND,
    ONE,
    PIECE,
    Candidate,
    Content,
    Options,
    Texts,
)
from marketplace.suppliers.reading.kinds import (
    Kind,
    is_maybe_liquid,
    kind_of,
)
from marketplace.suppliers.reading.packs import Case, Pack, scan, scan_cell
from marketplace.suppliers.reading.units import BUNDLES, CANONICAL, SPELLINGS, UNITS, Unit, unit_named

CASE_UNITS = frozenset({"dus", "karton", "box"})


SINGLES = frozenset({"pcs", "buah", "biji", "botol", "kaleng", "cup", "sachet", "tube", "butir", "batang", "lembar"})


_SINGLE_PIECES = frozenset(
    {"pcs", "pc", "pce", "pces", "piece", "pieces", "buah", "bh", "biji", "bj", "unit", "ea", "stück", "stueck"}
)


_SOLD_SINGLY = frozenset({"pcs", "buah", "biji", "lembar"})
_CONTENT_PIECES = frozenset({"kom", "stk", "stück", "stueck", "st", "ud"})  # elsewhere a quantity may be an order's
_ENDS_IN_CASE = re.compile(r"(?<!^)\b(?:dus|dos|karton|ktn|ctn)$")
_TOLD_PACKS = BUNDLES | {"toples", "peti", "krat", "tray"}
_SHEETS = frozenset({"lembar", "lbr", "lmbr", "sheet", "sheets", "helai"})


_RETAIL_COUNTS = frozenset({"ct", "cts", "count", "counts", "stem", "stems"})  # as American packets state them
LEAST_CARTON = 5_000  # grams or millilitres
LEAST_CARTON_IN_NAME = 10_000  # no retail packet weighs as much
PACKETS_IN_SLOP = 10
MOST_PIECES = 1_000  # in one retail packet
LEAST_LARGE_PACKET = 2_000
_RODS = frozenset({"btg", "batang", "stick", "sticks", "stik", "stk"})
_BUNDLE_IN_NAME = re.compile(
    r"\b(?P<unit>dus|dos|kardus|karton|ktn|ctn|krt|slop+|slof|renceng|renteng|rcg|rtg|rntg|bal|ball|lusin|lsn)\b"
)


_STICKS = frozenset({10, 12, 14, 16, 18, 20, 24})


# What is sold empty: its size is what it can hold, or carry, and never a content. Cups and bags come many in a packet.
_EMPTY_VESSEL = re.compile(
    r"\bkosong\b|\btimbangan\b|\bneraca\b|^(?:toples|tangki|tandon|semprotan|termos|baskom|gayung|gentong)\b"
    r"|\bsprayer\b|\bmagic (?:com|jar)\b|\brice cooker\b|\bkulkas\b|\bmesin cuci\b|\btrolley\b|\btroli\b|\bscales?\b"
    r"|\btoples (?:plastik|kaca|mika)\b|^(?:gerobak|dongkrak|katrol|tas|koper|drum (?:plastik|besi)|tong sampah)\b"
)
_DISPOSABLE = re.compile(
    r"^(?:cups?|plates?|bowls?|lids?|containers?)\b(?!.*\b(?:noodles?|soup|cakes?|ramen)\b)"
    r"|\b(?:foam|paper|plastic|styrofoam|hot|cold|drinking|drink|kertas|plastik) (?:cups?|plates?|bowls?|bags?)\b"
    r"|\bthinwall\b|^mika\b|^(?:box|kotak) (?:makan|mika|plastik|kertas)\b|^(?:kantong|kresek|plastik)\b"
    r"|^cup (?:kertas|plastik|sealer|puding|oval)\b|^gelas (?:plastik|kertas|cup)\b"
)
VESSEL = re.compile(
    r"gelas (?:plastik|kertas)|paper (?:cup|bowl)|cup plastik|thinwall|styro\w*|stero\w*|lunch ?box|tumbler"
    r"|botol (?:minum|air|susu|kosong)|termos|rice cooker|magic (?:com|jar)|panci|presto"
    r"|dispenser|kotak makan|\btempat\b|\bwadah\b"
    r"|\bteko\b|blender|baskom|\bember\b|gayung|jolang|mug\b|feeding bottle|food container|thermos|\bkompor\b"
    r"|jar kosong|galon kosong|ice gel"
    r"|oven|microwave|kulkas|freezer|water heater|mixer|\btas\b|backpack|koper|botol dot|dot bayi|cooler"
    r"|gelas (?:ukur|takar)|toples kosong"
)


_PILL_PACKS = frozenset({"botol", "pot", "strip", "tube", "toples"})
_COUNTED_WITHIN = frozenset({"cigarettes", "stationery", "diapers", "tissue", "medicine"})
_CLOTHES_SIZE = re.compile(r"\b(?:uk|ukuran|size|no)\b")


@lru_cache(maxsize=16_384)
def unit_cell(text: str) -> tuple[Unit | None, Pack]:
    """A unit cell: the unit it begins with and what it tells about content (`Karton 24`, `500 g`, `1 dus isi 24`)."""
    line = re.sub(r"^(?:per\b|/|@|1\s+(?=[a-z]))\s*", "", text.strip().lower()).strip()
    if not line:
        return None, scan_cell("")
    unit = unit_named(line)
    if unit is not None:
        return unit, scan_cell("")
    if line.isdecimal():
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
    if pack.pieces and pack.pieces_unit in _SINGLE_PIECES:
        return UNITS["pcs" if pack.pieces == 1 else "pak"], pack  # `12 pcs` as a unit is a pack of twelve
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
    candidates = _Candidates(texts, kind, name, pack, in_unit, unit)
    options = candidates.read()
    options.kind = candidates.kind
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
    if texts.single and texts.beside_whole and not name.pieces and (column is None or column.kind == "outer"):
        return UNITS["pcs"], scan_cell("")
    if column is not None:
        return column, in_column
    if name.per:
        return UNITS[name.per], scan_cell("")
    if texts.pack and column is None and not texts.unit:
        pack = scan_cell(texts.pack)
        if pack.mass_case:
            return UNITS[pack.mass_case[0]], scan_cell("")  # `50 Kg/sak`
        if pack.per and pack.per not in CASE_UNITS:
            return UNITS[pack.per], scan_cell("")
        if pack.cases and pack.cases[0].unit in _TOLD_PACKS and unit_cell(texts.pack)[0] is UNITS[pack.cases[0].unit]:
            return UNITS[pack.cases[0].unit], scan_cell("")  # `toples isi 50`
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
        self.case_unit: str | None = None
        self.inner, self.alternative = self._inner()
        self.outer = self._outer()

    def read(self) -> Options:
        if self.unit is None:
            options = self._without_unit()
        elif self.unit.name == "pcs" and 1 < self._bare_size() <= MOST_PIECES:
            options = Options("sure", [Candidate("pcs", Content(self._bare_size(), ONE, "piece"))])
        elif self.texts.size and self.unit.kind in ("mass", "volume"):
            options = Options("sure", [Candidate("pcs", self.inner or PIECE)])
        elif self.unit.kind in ("mass", "volume"):
            options = self._by_measure(self.unit)
        elif self.unit.kind == "multiple":
            options = self._by_multiple(self.unit)
        elif self.unit.kind == "outer" or (
            self.unit.name in BUNDLES | {"pak", "kotak", "toples"} and self._count_for(self.unit)
        ):
            options = self._by_outer(self.unit)
        else:
            options = self._by_piece(self.unit)
        if options.mode == "stated_case" and (self.texts.heading_unit or self.texts.cell_unit):
            options.mode = "sure"
        options.issues = (*options.issues, *self.issues)
        options.muted = self.muted
        options.stated = self.unit.name if self.unit else None
        return options

    def _bare_size(self) -> int:
        """The number of a size column whose unit, in the unit column, may be the piece."""
        is_content = self.texts.unit.lower().rstrip(".") in _CONTENT_PIECES and not self._is_garment()
        return int(self.texts.size) if is_content and self.texts.size.isdecimal() else 0

    def _is_garment(self) -> bool:
        return self.kind is not None and self.kind.name == "clothes"

    # --- what the texts tell about one retail packet, and about outer packs

    def _source(self) -> Pack:
        """Of name, pack cell and unit cell, the one that tells the size, the closest to the price first."""
        for pack in (self.pack, self.in_unit, self.name):
            if pack.size is not None:
                return pack
        found = next((p for p in (self.pack, self.in_unit, self.name) if p.pieces is not None), None)
        return found or (self.pack if self.pack.multiple else self.name)

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
        if self._is_no_content(source.measure):
            return self._pieces_content(source), None
        if _EMPTY_VESSEL.search(self.texts.name.lower()):
            self._note_capacity()
            return self._pieces_content(source), None
        if _DISPOSABLE.search(self.texts.name.lower()):
            return self._disposable(source), None
        is_household = self.kind is not None and self.kind.name == "household"
        if (source.measure in ("l", "ml") or source.fluid_or_mass) and (
            is_household or VESSEL.search(self.texts.name.lower())
        ):
            self._mute("capacity_not_content")
        if source.fluid_or_mass and is_maybe_liquid(self.texts.name, self.texts.category):
            self._mute("ounce_ambiguous")
        return self._sized_content(source, source.size, source.measure)

    def _note_capacity(self) -> None:
        """An empty jar; a jar whose name speaks of food may hold it."""
        rest = kind_of(self.texts.name.lower().removeprefix("toples"))
        if self.texts.name.lower().startswith("toples") and rest is not None and rest.per in ("kg", "l"):
            self._mute("capacity_not_content")
        else:
            self.issues.append(("capacity_not_content", {}))

    def _disposable(self, source: Pack) -> Content:
        """A thousand cups of 8 ounces are a thousand pieces; how many a packet holds is seldom told."""
        if source.count > 1:
            return Content(source.count, ONE, "piece")
        content = self._pieces_content(source)
        if content is PIECE and (self.unit is None or self.unit.name not in _SOLD_SINGLY) and not self.texts.case_count:
            self._mute("capacity_not_content")
        return content

    def _is_no_content(self, measure: str) -> bool:
        """A garment's size, the gramme weight of paper. What weighs kilograms was taken for a garment by its brand."""
        if self.kind is None:
            return False
        if self.kind.name == "clothes" and measure == "kg":
            self.kind = None
            return False
        return self.kind.name == "clothes" or (self.kind.name == "stationery" and measure == "g")

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
        if source is self.pack and source.multiple and pieces is None and self.unit and self.unit.kind == "outer":
            pieces = int((UNITS[source.multiple[0]].factor or ONE) * source.multiple[1])
        is_book = self.kind is not None and self.kind.name == "stationery"
        if is_book and (source.pieces_unit in _SHEETS or (source.pieces_unit or "").startswith("isi")):
            pieces = None  # a book of 38 sheets is one book
        if source.pieces_unit in _RODS and (source.pieces or 0) in _STICKS:
            self._mute("size_ambiguous")  # sixteen sticks are one packet of cigarettes, of a brand that is not known
        return Content(pieces, ONE, "piece") if pieces else PIECE

    def _is_case_like(self, source: Pack) -> bool:
        """`isi 24` and `24 btl` beside a single unit tell the case; `10'S` tells the packet."""
        word = source.pieces_unit or ""
        if source is self.pack and self.unit is not None and self.unit.kind == "outer":
            return True
        if word == "'s" or "celup" in word or word in _RETAIL_COUNTS:
            return False
        unit = self.unit
        if unit is None and source is self.name and word.startswith("isi") and (source.pieces or 0) <= 6:
            return False
        if self.kind is not None and self.kind.name == "medicine" and unit is not None and unit.name in _PILL_PACKS:
            return False
        if word.startswith("isi") or source is self.pack:
            return unit is None or unit.kind in ("outer", "multiple") or unit.name in SINGLES | BUNDLES
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
        shared = Content(pieces, size / pieces, measure)
        packet = SPELLINGS.get(word)
        is_packet = packet is not None and packet.name in ("sachet", "bungkus", "pak", "pouch")
        if is_packet and self.unit is not None and packet is not self.unit and self.unit.kind == "each":
            return shared, Content(pieces, size, measure)
        if self._is_case_like(source):
            return Content(1, size, measure), None
        if (word == "isi" and (pieces > 6 or measure in ("ml", "l"))) or source.pieces_after:
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
            if source.bare is not None and self._is_bare_case(source, source.bare):
                cases.append(source.bare)
            elif source.pieces and source.count == 1 and self._is_case_like(source) and not self._tells_sticks(source):
                cases.append(Case(None, source.pieces, (source.pieces,)))
        count = scan_cell(self.texts.case_count).bare if self.texts.case_count else None
        if self.texts.case_count and count is None:
            count = self._case_of(scan_cell(self.texts.case_count))
        in_case_unit, case_pack = unit_cell(self.texts.case_unit) if self.texts.case_unit else (None, scan_cell(""))
        self.case_unit = in_case_unit.name if in_case_unit else None
        if case_pack.cases:
            cases.insert(0, case_pack.cases[0])
        elif count is not None and count.count > 1:
            cases.insert(0, Case(in_case_unit.name if in_case_unit else None, count.count, count.factors))
        if in_case_unit is not None:
            cases = [Case(case.unit or in_case_unit.name, case.count, case.factors) for case in cases]
        return [self._without_sticks(case) for case in cases if case.count > 1]

    def _tells_sticks(self, source: Pack) -> bool:
        """`Surya 12 slop` are not twelve slop."""
        return self.smokes and source is self.name and source.pieces in _STICKS

    def _is_bare_case(self, source: Pack, bare: Case) -> bool:
        """`(40)` in a name counts the carton that the unit column names, but not sheets, sticks or diapers."""
        if source is not self.name or len(bare.factors) > 1:
            return True
        if self.smokes:
            return self.unit is not None and self.unit.name == "slop" and bare.count == PACKETS_IN_SLOP
        is_case = self.unit is not None and self.unit.name in CASE_UNITS
        return is_case and bare.count > 1 and (self.kind is None or self.kind.name not in _COUNTED_WITHIN)

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
        is_cased = unit.name in CASE_UNITS and self.case_unit in CASE_UNITS
        is_own = self.case_unit == unit.name and (unit.kind != "each" or self.texts.heading_unit == unit.name)
        if self.case_unit is not None and not is_cased and not is_own:
            return None  # a column of its own tells the outer pack; the price is for the selling unit
        if unit.name == "pak" and (packets := self._packets_told()) is not None:
            return packets
        same = [case for case in self.outer if case.unit == unit.name]
        if not same and unit.name in CASE_UNITS:
            same = [case for case in self.outer if case.unit in CASE_UNITS]
        if not same and (unit.kind == "outer" or unit.name in BUNDLES):
            same = [case for case in self.outer if case.unit is None] or [
                c for c in self.outer if c.unit not in SINGLES and (c.unit not in BUNDLES or unit.name in BUNDLES)
            ][:1]
        return same[0] if same else None

    def _packets_told(self) -> Case | None:
        """A pack cell `10 sct` beside the unit pak: so many of the name's packets."""
        pack = self.pack
        if pack.size is not None or pack.cases or not pack.pieces or self.case_unit is not None:
            return None
        named = SPELLINGS.get(pack.pieces_unit or "")
        is_packet = named is not None and named.name in ("sachet", "bungkus", "strip", "cup")
        return Case("pak", pack.pieces, (pack.pieces,)) if is_packet else None

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
        if self.texts.heading_unit == unit.name or self.texts.cell_unit:
            return Options("sure", [stated])  # `Harga/Kg` beside a sack's weight
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
        is_large = inner.unit != "piece" and inner.size * CANONICAL_GRAMS[inner.unit] >= LEAST_LARGE_PACKET
        source = self._source()
        is_content = source.count > 1 and (
            inner.count >= 6 or (inner.count > 1 and (is_large or source is not self.name))
        )  # ten sachets that share 240 g are one packet of the carton
        if counted is None and self.alternative is not None and unit.name in CASE_UNITS and source.pieces_unit == "'s":
            single = Candidate("pcs", Content(1, self.alternative.size, self.alternative.unit))
            return Options("stated_case", [Candidate(unit.name, self.alternative), single], pattern=f"{pattern}/n")
        if counted is None and is_content and inner.unit != "piece" and unit.name in CASE_UNITS:
            single = Candidate("pcs", Content(1, inner.size, inner.unit), (unit.name, inner.count))
            return Options("stated_case", [Candidate(unit.name, inner), single], pattern=f"{pattern}/n")
        is_weighed = self.kind is not None and self.kind.sold == "weight" and self.kind.name != "egg"
        if counted is not None and inner is PIECE and is_weighed:
            return Options("outer_unknown", [Candidate(unit.name, None), Candidate(unit.name, PIECE)], pattern=pattern)
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
        """A sack, bag or tray is told by its whole mass; a carton only by a mass that no retail packet has."""
        source = self._source()
        if inner.count != 1 or unit.name not in CASE_UNITS or source.whole == unit.name:
            return inner.count == 1
        least = LEAST_CARTON if source is not self.name else LEAST_CARTON_IN_NAME
        return inner.size * CANONICAL_GRAMS[inner.unit] >= least

    def _by_piece(self, unit: Unit) -> Options:
        inner = self.inner or PIECE
        if bundle := self._bundle_in_name(inner):
            return Options(
                "outer_unknown", [Candidate(bundle, None), Candidate(unit.name, inner)], pattern="bundle in name"
            )
        if mass := self._mass_of(unit):
            return Options("sure", [Candidate(unit.name, mass)])  # `4 Ltr/galon`
        pattern = f"unit:{unit.name}"
        case = self._largest_but(unit)
        source = self._source()
        if inner.unit != "piece" and source.count > 1 and self._may_be_case(unit, source):
            single = Candidate(unit.name, Content(1, inner.size, inner.unit), (None, source.count))
            if self.texts.single and self.texts.beside_whole:
                return Options("sure", [single])
            return Options("case_or_piece", [single, Candidate(unit.name, inner)], pattern=f"n x size:{unit.name}")
        if unit.name == "pcs" and inner.unit == "piece" and inner.count > 1 and source.pieces_unit in _SINGLE_PIECES:
            return Options("contradiction", [Candidate("pcs", PIECE), Candidate("pak", inner)])
        if (packet := self._packet_of(source)) and unit.name in SINGLES and not self.smokes:
            single = Candidate(unit.name, inner, (None, packet))
            return Options("packet_or_case", [single, Candidate(unit.name, inner.times(packet))], pattern="isi n")
        if self._is_bundle_of(unit, inner, source):
            return Options("outer_unknown", [Candidate(unit.name, None), Candidate(unit.name, inner)], pattern=pattern)
        if unit.name in BUNDLES and inner is PIECE:
            self.issues.append(("bundle_counted", {"unit": unit.name}))
        if self.alternative is not None:
            return self._packets_of_size(unit.name, case)
        return Options("sure", [Candidate(unit.name, inner, self._case_json(case))])

    def _is_bundle_of(self, unit: Unit, inner: Content, source: Pack) -> bool:
        """`Energen 34 g` by the renceng: the size is of one packet, and how many there are is not told."""
        if unit.name not in BUNDLES or source is not self.name or inner.count != 1 or inner.unit == "piece":
            return False
        return inner.size * CANONICAL_GRAMS[inner.unit] < LEAST_LARGE_PACKET and source.whole != unit.name

    def _packet_of(self, source: Pack) -> int | None:
        """`isi 28` in a name: the pieces of this packet, or of the carton."""
        name = self.name
        if source is not name or not name.pieces or not (name.pieces_unit or "").startswith("isi") or self.case_unit:
            return None
        if self.kind is not None and self.kind.name == "stationery":
            return None
        return name.pieces if self._is_case_like(name) else None

    def _bundle_in_name(self, inner: Content) -> str | None:
        """`Taro 9 gr Dus`: the size is of one packet, the price of a bundle whose content is not told."""
        is_whole = inner is PIECE and self.unit is None and _ENDS_IN_CASE.search(self.texts.name.lower()) is not None
        if (inner.unit == "piece" and not is_whole) or self.outer or self.smokes:
            return None
        found = _BUNDLE_IN_NAME.search(self.texts.name.lower())
        if found is None:
            return None
        if found["unit"] == "ball" and not self.texts.name.lower().rstrip().endswith("ball"):
            return None  # cotton balls
        word = "slop" if found["unit"].startswith("slo") else SPELLINGS[found["unit"]].name
        if word == "bal" == self._source().whole and inner.size * CANONICAL_GRAMS[inner.unit] >= LEAST_LARGE_PACKET:
            return None  # `bal 5kg`
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

    def _packets_of_size(self, unit: str, case: Case | None) -> Options:
        inner = self.inner or PIECE
        return Options(
            "shared_or_each",
            [Candidate(unit, inner, self._case_json(case)), Candidate(unit, self.alternative, self._case_json(case))],
            pattern="n packets size",
        )

    def _without_unit(self) -> Options:
        inner = self.inner or PIECE
        source = self._source()
        if self.texts.unit and not self.texts.unit.strip().isdecimal():
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
                            inner.times(int(count)) if inner.count == 1 else Content(int(count), ONE, "piece"),
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
            whole = Candidate(self._pack_word() or "pak", inner)
            return Options("case_or_piece", [single, whole], pattern="n x size")
        if case := self._largest():
            whole = Candidate(case.unit or "dus", inner.times(case.count))
            return Options(
                "case_or_piece",
                [Candidate("pcs", inner, (case.unit, case.count)), whole],
                pattern=f"bracket:{case.unit}",
            )
        if self.alternative is not None:
            return self._packets_of_size("pcs", None)
        if inner is PIECE:
            return Options("bare", [Candidate("pcs", PIECE)], pattern="nothing")
        return Options("fits", [Candidate((inner.count > 1 and self._pack_word()) or "pcs", inner)])

    def _pack_word(self) -> str | None:
        """`dus 6 kaleng @ 650 gr` in a pack column: the outer unit that it begins with."""
        unit = unit_cell(self.texts.pack)[0] if self.texts.pack and self._source() is self.pack else None
        return unit.name if unit is not None and (unit.kind == "outer" or unit.name in BUNDLES) else None
