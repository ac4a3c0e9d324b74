"""Packs as people write them, in names, unit cells and pack columns: `5X25g`, `10'S 180G`, `(12x10x10x4/dus)`.

``scan`` collects what a text states and decides nothing about prices; each expression that was understood is blanked
out, so that no digit counts twice. What may be read in two ways becomes a doubt, and a doubt keeps silent later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import gcd, prod

from marketplace.suppliers.reading import pack_patterns as patterns
from marketplace.suppliers.reading.units import CANONICAL, SPELLINGS, Unit


@dataclass(frozen=True, slots=True)
class Case:
    """An outer pack that the text names: ``count`` retail packets, the product of ``factors``."""

    unit: str | None
    count: int
    factors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """What one text states about content.

    ``count`` times ``size`` ``measure`` where both are written (`5X25g`); ``pieces`` that share the size as a total
    (`10'S 180G`); ``whole``: the container that the size or count belongs to (`sak 25 kg`); ``mass_case``: an outer
    pack told by content (`10kg/dus`); ``per``: the unit that the text says the price is for (`per butir`).
    """

    size: Decimal | None = None
    measure: str | None = None
    count: int = 1
    count_after: bool = False
    pieces: int | None = None
    pieces_unit: str | None = None
    pieces_after: bool = False
    cases: tuple[Case, ...] = ()
    whole: str | None = None
    multiple: tuple[str, Decimal] | None = None
    mass_case: tuple[str, Decimal, str] | None = None
    per: str | None = None
    doubt: str | None = None
    fluid_or_mass: bool = False
    bare: Case | None = None


EMPTY = Pack()


def normalise(text: str) -> str:
    if not text.isascii():
        text = patterns.FRACTION.sub(lambda found: f"{found[1]} {patterns.FRACTIONS[found[2]]}", text)
    return patterns.SPACES.sub(" ", text.lower().translate(patterns.NORMALISE)).strip()


@lru_cache(maxsize=65_536)
def scan(text: str) -> Pack:
    """What ``text`` (a name or a note) states about content."""
    if not patterns.HAS_DIGIT.search(text):
        return _scan_words(text)
    return _Scanner(normalise(text)).scan()


@lru_cache(maxsize=65_536)
def scan_cell(text: str) -> Pack:
    """What a cell of a pack or unit column states; here a bare number or `PT` has a meaning too."""
    line = normalise(text.rstrip(" .*("))
    line = re.sub(r"^[@=:]\s*(?=\d+$)", "", line)
    if re.fullmatch(patterns.FACTORS, line):
        factors = _factors(line)
        return Pack(bare=Case(None, prod(factors), factors))
    if re.fullmatch(r"\d+[.,]0+", line):
        number = int(re.split("[.,]", line)[0])
        return Pack(bare=Case(None, number, (number,)))
    if unit := patterns.MEASURE_WORDS.get(line):
        factor, name = CANONICAL[unit.name]
        return Pack(size=factor, measure=name)
    if line in ("half gal", "half gallon"):
        return scan("1/2 gal")
    if counted := _counted_chain(line):
        return counted
    if alone := patterns.UNIT_AND_COUNT.fullmatch(line):
        factors = _factors(alone["factors"])
        return Pack(cases=(Case(_unit_name(alone["unit"]), prod(factors), factors),))
    return _Scanner(line).scan() if patterns.HAS_DIGIT.search(line) else _scan_words(line)


def _counted_chain(line: str) -> Pack | None:
    """`12 pak x 10 pcs`: one hundred and twenty."""
    if not patterns.CHAIN.fullmatch(line):
        return None
    body = line.split("=")[-1]
    factors = tuple(int(number) for number in re.findall(r"\d+", body))[-2:]
    return Pack(bare=Case(None, prod(factors), factors))


def _scan_words(text: str) -> Pack:
    """A text without digits may still say `per butir` or `lusin`."""
    line = normalise(text)
    found = patterns.PER.search(line)
    per = _unit_name(found["unit"]) if found else _unit_in_brackets(line)
    return Pack(per=per) if per else EMPTY


def _unit_in_brackets(line: str) -> str | None:
    """`Bayam (ikat)`, `Cabe /kg`; one letter in brackets is a size of clothes."""
    if "(" not in line and "/" not in line:
        return None
    found = patterns.UNIT_IN_BRACKETS.search(line)
    word = (found["unit"] or found["unit2"]) if found else None
    return _unit_name(word) if word and len(word) > 1 else None


def _unit_name(word: str) -> str:
    unit: Unit = SPELLINGS[patterns.SPACES.sub(" ", word.rstrip("."))]
    return unit.name


MOST_AT = 300  # of `@24`: a larger figure is a price
MOST = 100_000  # of anything in one pack; a larger count is a code


def _factors(text: str) -> tuple[int, ...]:
    """The factors of `12x10x4`; one that is nothing or absurd makes the whole a single one."""
    factors = tuple(int(part) for part in text.split("x"))
    return factors if 0 < prod(factors) <= MOST else (1,)


def number(text: str, measure: str) -> tuple[Decimal | None, bool]:
    """A size and whether it could as well be a count over a size (`3/4 oz`)."""
    text = text.strip()
    whole, _, fraction = text.rpartition(" ")
    if "/" in fraction:
        above, below = (int(part) for part in fraction.split("/"))
        if below == 0:
            return None, False
        value = Decimal(above) / below + (Decimal(whole) if whole else 0)
        plain = above < below <= 16 and below in (2, 3, 4, 8, 16) and gcd(above, below) == 1
        return value, not plain or (not whole and above > 1 and measure in ("oz", "fl oz"))
    grouped = re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", text)
    if grouped and measure in ("g", "ml"):
        return Decimal(grouped[1] + grouped[2]), False
    return Decimal(text.replace(",", ".")), False


class _Scanner:
    """One text, blanked out piece by piece as its expressions are understood."""

    def __init__(self, line: str) -> None:
        if "(" in line or " of " in line:
            line = patterns.OF.sub(" isi ", patterns.IN_BRACKETS.sub(r"\g<unit> isi ", line))
        self.line = line
        self.whole_line = line
        self.pack = EMPTY
        self.sizes: list[tuple[Decimal, str, bool]] = []
        self.cases: list[Case] = []
        self.doubt: str | None = None

    def scan(self) -> Pack:
        self._per()
        self._strengths()
        self._outer_packs()
        self._content()
        self._multiplied()
        self._counted()
        self._contained()
        self._sizes()
        return self._result()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.search(self.line)
        if found:
            self._blank(found)
        return found

    def _blank(self, found: re.Match[str]) -> None:
        self.line = self.line[: found.start()] + " ; " + self.line[found.end() :]

    def _set(self, **facts: object) -> None:
        self.pack = replace(self.pack, **facts)  # type: ignore[arg-type]

    def _per(self) -> None:
        found = self._take(patterns.PER) or patterns.ONE_OF.search(self.line)
        if found:
            self._set(per=_unit_name(found["unit"] or found.groupdict().get("unit2") or ""))
        elif bracket := _unit_in_brackets(self.line):
            self._set(per=bracket)

    def _strengths(self) -> None:
        self.line = patterns.AGE.sub(" ; ", patterns.STRENGTH.sub(" ; ", self.line))
        if "-" in self.line or "s" in self.line:
            self.line = patterns.SIZE_RANGE.sub(" ; ", self.line)  # fish of `1-2 kg`
        if "@" in self.line:
            self.line = patterns.PRICE_AT.sub(" ; ", self.line)

    def _outer_packs(self) -> None:
        if "/" not in self.line and " per " not in self.line and " dalam " not in self.line:
            return
        if patterns.ALTERNATIVES.search(self.line):
            self.doubt = "case_ambiguous"
            self.line = patterns.ALTERNATIVES.sub(" ; ", self.line)
        while found := self._take(patterns.MEASURED_CASE):
            self._size(found["size"], found["measure"])
            self._case(found["unit"], found["factors"])
        while found := self._take(patterns.MULTI_AFTER_OVER):
            self._size(found["size"], found["measure"])
            self._case(found["unit"], found["factors"])
        while found := self._take(patterns.RATIO):
            self._case(found["unit"], found["factors"])
        found = self._take(patterns.MASS_CASE)
        if found:
            size = self._measured(found["size"], found["measure"])
            if size:
                self._set(mass_case=(_unit_name(found["unit"]), *size[:2]))

    def _case(self, unit: str | None, factors: str) -> None:
        numbers = _factors(factors)
        self.cases.append(Case(_unit_name(unit) if unit else None, prod(numbers), numbers))

    def _content(self) -> None:
        if self._take(patterns.NESTED):  # `isi 10 strip @ 10 tablet`: a piece may be either
            self.doubt = "size_ambiguous"
        for found in patterns.CONTENT.finditer(self.line):
            if found["sign"] in "@=" and not (found["unit"] or found["items"] or found["items2"] or found["size"]):
                continue
            self._blank(found)
            self._contents_of(found)
            return

    def _contents_of(self, found: re.Match[str]) -> None:
        factors = _factors(found["factors"])
        count = prod(factors)
        if found["size"]:
            self._size(found["size"], found["measure"])
            if found["unit"]:
                self.cases.append(Case(_unit_name(found["unit"]), count, factors))
                self._set(whole=_unit_name(found["unit"]))
            else:
                self._set(count=count)
        elif found["unit"]:
            self.cases.append(Case(_unit_name(found["unit"]), count, factors))
        else:
            self._set(pieces=count, pieces_unit=f"isi {found['items2'] or ''}".strip())

    def _multiplied(self) -> None:
        if ("&" in self.line and patterns.EITHER.search(self.line)) or (
            "/" in self.line and patterns.SLASHED.search(self.line)
        ):
            self.doubt = "size_ambiguous"
        if found := self._take(patterns.SUM):
            first, second = (number(found[name], found["measure"])[0] for name in "ab")
            if found["first"] and SPELLINGS.get(found["first"]) is not SPELLINGS.get(found["measure"]):
                self.doubt = "size_ambiguous"
            if first is not None and second is not None:
                self._size(format(first + second, "f"), found["measure"])
        if found := self._take(patterns.POUNDS_OUNCES):
            ounces = Decimal(found["lb"]) * 16 + Decimal(found["oz"])
            self._size(str(ounces), "oz", sure=True)
        if found := self._take(patterns.PACKS_OVER_SIZE):
            self._size(found["size"] or found["size2"], found["measure"] or found["measure2"])
            self._set(count=int(found["count"] or found["count2"]))
        if found := self._take(patterns.MULTI):
            self._size(found["size"], found["measure"])
            self._times(prod(_factors(found["factors"])))
        elif found := self._take(patterns.MULTI_AFTER):
            self._size(found["size"], found["measure"])
            self._times(prod(_factors(found["factors"])), after=True)
        if (found := patterns.COUNT_OVER_SIZE.search(self.line)) and not patterns.MIXED_NUMBER.search(self.line):
            self._count_over_size(found)
        if found := self._take(patterns.SIZE_OVER_COUNT):
            self._size(found["size"], found["measure"])
            self._case(None, found["factors"])

    def _times(self, count: int, *, after: bool = False) -> None:
        self._set(count=self.pack.count * count, count_after=after)

    def _count_over_size(self, found: re.Match[str]) -> None:
        text = self.line[found.start() : found.end()]
        if "/" in text and "." not in found["size"]:
            value, doubtful = number(f"{found['count']}/{found['size']}", _unit_name(found["measure"]))
            if value is not None and not doubtful:
                return  # a plain fraction: `1/2 kg`
            if int(found["count"]) < int(found["size"]) and int(found["size"]) <= 8:
                self.doubt = "size_ambiguous"
        elif "-" in text and not text.strip().endswith("oz"):
            return
        self._blank(found)
        self._size(found["size"], found["measure"])
        self._times(int(found["count"]))

    def _counted(self) -> None:
        if (found := self._take(patterns.AT)) and prod(_factors(found["factors"])) <= MOST_AT:
            self._case(None, found["factors"])
        if found := self._take(patterns.ESSES):
            other = patterns.ESSES.search(self.line)
            if other is not None and other["count"] != found["count"]:
                self.doubt = "size_ambiguous"
            pieces = (int(found["count"]) + int(found["more"] or 0)) * int(found["times"] or 1)
            self._pieces(pieces, "'s")
        elif "celup" in self.line and (found := self._take(patterns.SPACED_ESSES)):
            self._pieces(int(found["count"]), "'s")
        if found := self._take(patterns.MULTIPLE):
            amount = (number(found["count"], "")[0] if found["count"] else None) or Decimal(1)
            self._set(multiple=(_unit_name(found["unit"]), amount * int(found["times"] or 1)))
        if found := self._take(patterns.PIECES):
            self._pieces(int(found["count"]) * int(found["times"] or 1), found["items"])

    def _pieces(self, count: int, unit: str) -> None:
        if not 0 < count <= MOST:
            return
        if self.pack.pieces in (None, count):
            self._set(pieces=count, pieces_unit=unit)
        elif self.pack.pieces_unit == "'s" and unit not in patterns.SINGLE_PIECES:
            return  # `50'S 50 sachet` repeats itself; otherwise the retail count stands
        else:
            self.doubt = "size_ambiguous"

    def _contained(self) -> None:
        found = self._take(patterns.CONTAINED) or self._take(patterns.CONTAINED_AFTER)
        if found:
            self._size(found["size"], found["measure"])
            self._set(whole=self.pack.whole or _unit_name(found["unit"]))

    def _sizes(self) -> None:
        while found := self._take(patterns.SIZE):
            self._size(found["size"], found["measure"])
        if found := patterns.BARE.search(self.line):
            factors = _factors(found["factors"])
            if max(factors) <= 150:  # `(160x200)` is a measure of cloth
                self._set(bare=Case(None, prod(factors), factors))

    def _measured(self, size: str, measure: str) -> tuple[Decimal, str, bool] | None:
        unit = SPELLINGS[patterns.SPACES.sub(" ", measure.replace(".", " ")).strip()]
        value, doubtful = number(size, unit.name)
        if not value or value > MOST:
            return None
        if doubtful:
            self.doubt = "size_ambiguous"
        factor, name = CANONICAL[unit.name]
        return value * factor, name, unit.name == "oz"

    def _size(self, size: str, measure: str, *, sure: bool = False) -> None:
        measured = self._measured(size, measure)
        if measured:
            value, name, ounces = measured
            self.sizes.append((value, name, ounces and not sure))

    def _result(self) -> Pack:
        pack = replace(self.pack, cases=self._outermost(), doubt=self.doubt)
        if not self.sizes:
            return pack
        size, measure, ounces = self.sizes[0]
        pack = replace(pack, size=size, measure=measure, fluid_or_mass=ounces, pieces_after=self._counts_after_size())
        if any(not _agrees(pack, other) for other in self.sizes[1:]):
            return replace(pack, doubt="size_ambiguous")
        return pack

    def _counts_after_size(self) -> bool:
        """`22ml 6s`: six of 22 ml, or 22 ml in six. `10'S 95G` is ten in 95 g."""
        if self.pack.pieces is None:
            return False
        size = patterns.SIZE.search(self.whole_line)
        count = re.search(rf"(?<![\d.,]){self.pack.pieces}(?![\d.,]|\s*(?:{patterns.MEASURES})\b)", self.whole_line)
        return size is not None and count is not None and size.start() < count.start()

    def _outermost(self) -> tuple[Case, ...]:
        """Two counts for one unit contradict each other; a smaller pack inside a larger one does not."""
        by_unit: dict[str | None, Case] = {}
        for case in self.cases:
            other = by_unit.setdefault(case.unit, case)
            if other.count != case.count:
                self.doubt = "case_ambiguous"
        if self.doubt == "case_ambiguous":
            return ()
        return tuple(sorted(by_unit.values(), key=lambda case: -case.count))


def _grams_or_millilitres(size: Decimal, measure: str) -> tuple[Decimal, str]:
    return (size * 1000, {"kg": "g", "l": "ml"}[measure]) if measure in ("kg", "l") else (size, measure)


def _agrees(pack: Pack, other: tuple[Decimal, str, bool]) -> bool:
    """A second size that repeats the first, or is its total."""
    if pack.size is None or pack.measure is None:
        return True
    size, measure = _grams_or_millilitres(pack.size, pack.measure)
    second, second_measure = _grams_or_millilitres(other[0], other[1])
    counts = {1, pack.count, pack.pieces or 1, *(case.count for case in pack.cases)}
    return measure == second_measure and any(second in (size * count, size / count) for count in counts)
