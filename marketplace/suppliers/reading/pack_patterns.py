"""The ways in which people write packs: regular expressions by what they tell, used by the scanner in `packs`."""

from __future__ import annotations

import re

from marketplace.suppliers.reading.units import SPELLINGS, alternation

NUM = r"(?:\d+\s+\d/\d{1,2}|\d+/\d+|\d+[.,]\d+|[.,]\d+|\d+)"
MEASURES = (
    "kilogram|kilos?|kgs?|kgr|gramm?s?|grm|gms?|grs?|gg|g|ons|ton|kwintal|kuintal|fl\\.?\\s?oz|ounces?|oz"
    "|pounds?|lbs?"
    "|liters?|litres?|litr?|ltrs?|lt|l|mls?|cc|cl|gallons?|gal|quarts?|qt|pints?|pt"
)
MEASURE = rf"(?P<size>{NUM})\s*(?P<measure>{MEASURES})\b(?!['’]|\.[a-z])"
START = r"(?:(?<![\w.,/])|(?<=[a-z]{3}))"
FACTORS = r"\d+(?:\s*x\s*\d+)*"
OUTER_WORDS = alternation("outer") + "|" + "|".join(
    ["slop", "slp", "slof", "press", "bal", "ball", "renceng", "rcg", "renteng", "rtg", "rteng", "rntg", "lusin", "lsn",
     "pak", "pack", "pck", "pk", "pax", "bungkus", "bks", "toples", "kotak", "ktk", "strip", "botol", "btl", "roll",
     "kaleng", "klg", "pouch", "gross", "kodi"]
)  # fmt: skip
ITEM_WORDS = (
    "pcs|pces?|pc|pieces?|buah|bh|biji|bj|butir|btr|lembar|lbr|lmbr|helai|sheets?|tablets?|tab|tbl|kaplet|kapsul|kpsl"
    "|caps?|capsules?|counts?|cts?|stems?|batang|btg|sticks?|stik|stk|ekor|roll|rol|strip|unit|potong|ptg"
    "|pasang|suppo"
    "|softgel|st(?:ü|ue)ck|ampul|vial|tissue|ply bag|tea ?bags?|teh celup|celup|kantong teh|ea"
)
PACKET_WORDS = (
    "sachets?|sachet|sct|scht|saset|sach|bungkus|bks|bgks|botol|btl|bottles?|kaleng|klg|cans?|cup|gelas|pouch|pch"
    "|packs?|pak|pek|tins?|pck|pk|pkt|pax|box|kotak|ktk|slop|renceng|rtg|rcg|toples|tube|jar|bal|lusin|galon"
)
CONTAINERS = (
    "sak|zak|karung|krg|pail|ember|jerigen|jerry ?can|jirigen|derigen|jerikan|jrg|drum|galon|gln|tabung|tbg|bag"
    "|dus|dos"
    "|karton|carton|ctn|krt|box|bal|ball|peti|kerat|tray|keranjang"
)
MULTIPLES = "lusin|lsn|losin|dozens?|doz|dzn|dz|gross|kodi|rim|ream"
STRENGTH = re.compile(
    rf"{NUM}\s*(?:mg|mcg|µg|iu|meq|%)(?![a-z])(?:\s*/\s*\d*[.,]?\d*\s*(?:ml|g|gr|tab\w*))?"
    rf"|{NUM}\s*(?:mah|gb|mb|tb|watt|w|volt|v|ah|cm|mm|inch|inci|in|meter|mtr|m|yard|yr|ft|sq\s?ft|hp|rpm|ply"
    rf"|thn|tahun"
    rf"|bln|bulan|th|yo)(?![a-z'])(?:\s*x\s*{NUM}\s*(?:cm|mm|m|in|yr|inch)?\b)?",
)
SIZE_RANGE = re.compile(
    rf"(?<![\w.,/]){NUM}\s*(?:kg|gr?|gram|ons)?\s*(?:-|–|s/d|sd)\s*{NUM}\s*(?:kg|gr?|gram|ons|ml"
    rf"|liter)\b(?:\s*/\s*(?:ekor|buah|bh|biji))?"
)
AGE = re.compile(r"\b\d+\s*-\s*\d+\s*(?:bulan|bln|tahun|thn|th)\b|\b\d+\s*in\s*\d+\b")
ONE_OF = re.compile(
    rf"(?<![\w.,/])1\s*(?P<unit>{alternation('outer')}|slop|bal|renceng|rtg|lusin|lsn)\b(?=\s*(?:isi\b|=|@|\(|$))"
    r"|(?<=[a-z] )1\s*(?P<unit2>ikat|ekor|papan|sisir|butir|tandan|botol|btl|kaleng|sachet|bungkus|bks|galon)$"
)
UNIT_IN_BRACKETS = re.compile(
    rf"\(\s*(?:per\b|/|@)?\s*(?:1\s)?(?P<unit>{alternation('mass', 'volume', 'each', 'multiple', 'outer')})\s*\)"
    rf"|(?<=[a-z])\s*/\s*(?P<unit2>kg|kilo|gram|gr|ons|liter|ltr|lt|ikat|ekor|butir|sisir|papan|buah|biji|pcs"
    rf"|pack|pak|bks|botol|btl|sak|karung)\s*$"
)
PER = re.compile(
    rf"(?:harga\s*(?:per|/)"
    rf"|\bper)[\s-]*(?:1\s)?(?P<unit>{alternation('mass', 'volume', 'each', 'multiple', 'outer')})\b"
)
ALTERNATIVES = re.compile(rf"\d+\s*(?:/|atau|or|dan)\s*\d+\s*/\s*(?:{OUTER_WORDS})\b")
MEASURED_CASE = re.compile(
    rf"{START}(?P<factors>{FACTORS})\s*(?:{ITEM_WORDS}|{PACKET_WORDS})?\s*[x@]\s*{MEASURE}\s*/\s*"
    rf"(?P<unit>{OUTER_WORDS})\b"
)
RATIO = re.compile(
    rf"(?<![\w.,/])(?P<factors>{FACTORS})\s*(?:{ITEM_WORDS}|{PACKET_WORDS})?\.?\s*(?:/|\bper\b|\bdalam\b)\s*"
    rf"(?:1\s*)?(?P<unit>{OUTER_WORDS})\b"
)
CONTENT = re.compile(
    rf"(?:\b1?\s*(?P<unit>{OUTER_WORDS})\.?\s*)?(?P<sign>\bisi\b|\bberisi\b|\bcontents?\b|=|@)\s*[:.=]?\s*"
    rf"(?P<factors>{FACTORS})(?![\d.,]*\d)(?!\s*[-–+]\s*\d)(?!\s*\d*\s*(?:{MEASURES})\b)\s*"
    rf"(?:(?:(?P<items>{ITEM_WORDS}|{PACKET_WORDS})\b\s*)?[x@]\s*{MEASURE}|(?P<items2>{ITEM_WORDS}"
    rf"|{PACKET_WORDS})\b)?"
)
EITHER = re.compile(rf"\d\s*&\s*{NUM}\s*(?:{MEASURES})\b")
SLASHED = re.compile(
    rf"\d\s*(?:{MEASURES})\s*/\s*\d[\d.]*\s*(?:{MEASURES}|cts?|count)\b"
    rf"|\d\s*(?:cts?|count)\s*/\s*\d*\.?\d+\s*(?:{MEASURES}|z)\b|\d\s*pk\s*/\s*\d*\.?\d+\s*(?:z|lrt)?$"
)
NESTED = re.compile(
    rf"\bisi\s*\d+\s*(?:{ITEM_WORDS}|{PACKET_WORDS})\s*(?:@|x|isi|,)\s*\d+\s*(?:{ITEM_WORDS}|{PACKET_WORDS})\b"
    rf"|\bisi\s*\d+\s*(?:renceng|rtg|rcg|slop|pak|pack|bal)\s*[x@]\s*\d+\s*\)?\s*$"
)
SUM = re.compile(rf"{START}(?P<a>{NUM})(?:\s*(?P<first>{MEASURES})\s*\+\s*|\+)(?P<b>{NUM})\s*(?P<measure>{MEASURES})\b")
MULTI = re.compile(
    rf"{START}(?P<factors>\d+(?:\s*x\s*\d+)*)\s*(?:(?P<items>{ITEM_WORDS}|{PACKET_WORDS})\.?)?\s*[x@]\s*{MEASURE}"
)
MULTI_AFTER = re.compile(
    rf"{START}{MEASURE}\s*(?:[x@])\s*(?:isi\s*)?(?P<factors>{FACTORS})(?!\s*(?:cm|mm|m)\b)\s*"
    rf"(?:(?P<items>{ITEM_WORDS}|{PACKET_WORDS})\b)?(?:\s*/\s*(?P<unit>{OUTER_WORDS})\b)?"
)
PACKS_OVER_SIZE = re.compile(
    rf"{START}(?P<count>\d+)\s*(?:pk|pack|p|btl|bottles?|cans?)\s*/?\s*{MEASURE}"
    rf"|{START}(?P<size2>{NUM})\s*(?P<measure2>{MEASURES})\s*/\s*(?P<count2>\d+)\s*(?:pk|pack)\b"
)
POUNDS_OUNCES = re.compile(r"(?<![\w.,/])(?P<lb>\d+)\s*lbs?\s+(?P<oz>\d+(?:\.\d+)?)\s*oz\b")
COUNT_OVER_SIZE = re.compile(rf"(?<![\w.,/])(?P<count>\d+)\s*[/-]\s*(?P<size>\d*\.\d+|\d+)\s*(?P<measure>{MEASURES})\b")
MIXED_NUMBER = re.compile(r"\b\d+\s+\d/\d{1,2}\s*[a-z]")
SIZE_OVER_COUNT = re.compile(rf"{START}{MEASURE}\s*/\s*(?P<factors>\d{{1,3}}(?:\s*x\s*\d+)*)(?=\s*(?:$|\)))")
ESSES = re.compile(r"(?<![\w.,/-])(?:(?P<times>\d+)\s*x\s*)?(?P<count>\d+)(?:\s*\+\s*(?P<more>\d+))?\s?'?(?<! )s\b")
SPACED_ESSES = re.compile(r"(?<![\w.,/])(?P<count>\d+)\s+s(?=\s|$)")
PIECES = re.compile(
    rf"(?<![\w.,/-])(?:(?P<times>\d+)\s*x\s*)?(?P<count>\d+)\s*(?P<items>{ITEM_WORDS}|{PACKET_WORDS})\b"
)
MULTIPLE = re.compile(
    rf"(?<![\w.,/])(?:(?P<times>\d+)\s*x\s*)?(?P<count>\d+/\d+|\d+[.,]\d+|\d+)?\s*\b(?P<unit>{MULTIPLES})\b"
)
MASS_CASE = re.compile(rf"{START}{MEASURE}\s*/\s*(?P<unit>{OUTER_WORDS}|{CONTAINERS})\b")
CONTAINED = re.compile(rf"\b(?P<unit>{CONTAINERS})\.?\s*[@/:]?\s*{MEASURE}")
CONTAINED_AFTER = re.compile(rf"{START}{MEASURE}\s*(?P<unit>{CONTAINERS})\b")
SIZE = re.compile(rf"{START}{MEASURE}")
BARE = re.compile(rf"\(\s*(?P<factors>{FACTORS})\s*\)")
PRICE_AT = re.compile(
    r"@\s*(?:rp\.?\s*\d[\d.,]*(?:\s*(?:rb|ribu|k)\b)?|\d+(?:[.,]\d+)?\s*(?:rb|ribu|k)\b|\d{1,3}(?:[.,]\d{3})+|\d{4,})"
    r"(?![\d.,]*\s*(?:[a-z'x@]))"
)
IN_BRACKETS = re.compile(  # `1 bal (isi 20)`
    rf"(?P<unit>(?<![\w.,/])1 ?(?:{OUTER_WORDS})) ?\((?:isi\b)? ?(?=\d[^)/=]*\))"
)
OF = re.compile(r"(?<=tray|case|pack) of (?=\d)|(?<=box|bag) of (?=\d)|(?<=carton) of (?=\d)")
AT = re.compile(rf"@\s*(?P<factors>{FACTORS})\s*\)?$")
HAS_DIGIT = re.compile(r"[\d¼½¾]")
SINGLE_PIECES = frozenset(
    ["pcs", "pc", "pce", "pces", "piece", "pieces", "stück", "stueck", "buah", "bh", "biji", "bj", "unit", "ea"]
)
NORMALISE = str.maketrans({"×": "x", "’": "'", "‘": "'", "`": "'", "´": "'", "\xa0": " ", "*": "x", "“": '"', "”": '"'})
SPACES = re.compile(r"\s+")
FRACTIONS = {"¼": "1/4", "½": "1/2", "¾": "3/4"}
FRACTION = re.compile(r"(\d?)([¼½¾])")
MEASURE_WORDS = {word: SPELLINGS[word] for word in ("pt", "qt", "gal", "pint", "quart", "gallon", "lb", "kg", "liter")}
UNIT_AND_COUNT = re.compile(
    rf"(?P<unit>{OUTER_WORDS})\.?\s*[-(@/:]?\s*(?P<factors>{FACTORS})\s*(?:{ITEM_WORDS}|{PACKET_WORDS})?\s*\)?"
)
CHAIN = re.compile(
    rf"(?:1\s*(?:{OUTER_WORDS})\s*(?:=|isi)\s*)?\d+\s*(?:{PACKET_WORDS}|{ITEM_WORDS})\.?\s*(?:x|@|isi)\s*\d+\s*"
    rf"(?:{PACKET_WORDS}|{ITEM_WORDS})"
)
MULTI_AFTER_OVER = re.compile(
    rf"{START}{MEASURE}\s*[x@/]\s*(?P<factors>{FACTORS})\s*(?:{ITEM_WORDS}|{PACKET_WORDS})?\s*/\s*"
    rf"(?P<unit>{OUTER_WORDS})\b"
)
