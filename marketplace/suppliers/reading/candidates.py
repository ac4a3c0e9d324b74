"""What a price buys, as far as the row's texts tell: the candidates and how to choose among them.

A bracket or a purchase-unit column often describes the case while the price is for one piece, so nothing is taken
literally. Plain statements come first (a heading `Harga/Dus`, a cell `12.500/kg`, a unit column); ``choosing`` then
weighs what such a thing can cost and what the sister rows show.
"""

from __future__ import annotations

import re

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
from marketplace.suppliers.reading.kinds import Kind
from marketplace.suppliers.reading.packet import Packet
from marketplace.suppliers.reading.packs import Case, Pack, scan, scan_cell
from marketplace.suppliers.reading.unit_cells import CASE_UNITS, SINGLE_PIECES, SINGLES, unit_cell
from marketplace.suppliers.reading.units import BUNDLES, CANONICAL, SPELLINGS, UNITS, Unit

_CONTENT_PIECES = frozenset({"kom", "stk", "stück", "stueck", "st", "ud"})  # elsewhere a quantity may be an order's
_ENDS_IN_CASE = re.compile(r"(?<!^)\b(?:dus|dos|karton|ktn|ctn)$")
_TOLD_PACKS = BUNDLES | {"toples", "peti", "krat", "tray"}
LEAST_CARTON = 5_000  # grams or millilitres
LEAST_CARTON_IN_NAME = 10_000  # no retail packet weighs as much
MOST_PIECES = 1_000  # in one retail packet
LEAST_LARGE_PACKET = 2_000
_BUNDLE_IN_NAME = re.compile(
    r"\b(?P<unit>dus|dos|kardus|karton|ktn|ctn|krt|slop+|slof|renceng|renteng|rcg|rtg|rntg|bal|ball|lusin|lsn)\b"
)


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


class _Candidates(Packet):
    """Builds the candidates of one row; each ``_by_*`` method treats one kind of stated unit."""

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
        if unit.name == "pcs" and inner.unit == "piece" and inner.count > 1 and source.pieces_unit in SINGLE_PIECES:
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
