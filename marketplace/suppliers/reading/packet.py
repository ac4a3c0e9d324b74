"""What one retail packet holds and how many of them come in a case, as far as the texts of a row tell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from marketplace.suppliers.reading.contents import CANONICAL_GRAMS, CANONICAL_KIND, ONE, PIECE, Content, Texts
from marketplace.suppliers.reading.kinds import Kind, is_maybe_liquid, kind_of
from marketplace.suppliers.reading.packs import Case, Pack, scan_cell
from marketplace.suppliers.reading.unit_cells import CASE_UNITS, SINGLES, unit_cell
from marketplace.suppliers.reading.units import BUNDLES, SPELLINGS, UNITS, Unit

_SOLD_SINGLY = frozenset({"pcs", "buah", "biji", "lembar"})
_SHEETS = frozenset({"lembar", "lbr", "lmbr", "sheet", "sheets", "helai"})
_RETAIL_COUNTS = frozenset({"ct", "cts", "count", "counts", "stem", "stems"})  # as American packets state them
PACKETS_IN_SLOP = 10
_RODS = frozenset({"btg", "batang", "stick", "sticks", "stik", "stk"})
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


class Packet:
    """What a row's texts tell about one retail packet and about the outer packs it comes in."""

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

    def _is_garment(self) -> bool:
        return self.kind is not None and self.kind.name == "clothes"

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
