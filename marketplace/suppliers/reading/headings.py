"""What a heading says its column holds: Indonesian and English in any wording, and the commonest words of export files
in other languages. A heading only proposes; ``columns`` confirms with what the column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from marketplace.suppliers.reading.units import BUNDLES, SPELLINGS, UNITS, unit_named

# Closed list of meanings, each with its sentence; docs/reference/price-reading.md repeats it and a test compares.
MEANINGS: dict[str, str] = {
    "number": "A running number.",
    "sku": "The supplier's own code.",
    "barcode": "EAN, UPC or another code under bars.",
    "name": "The article's name.",
    "variant": "A second part of the name: variant, flavour, grade.",
    "brand": "Brand or maker.",
    "category": "Category, department or group.",
    "unit": "The unit that the price is for.",
    "pack": "Content or size of what is sold, or of its outer pack.",
    "size": "A size as a bare number whose unit stands in the unit column.",
    "case_unit": "The outer unit in which the goods are bought in.",
    "case_count": "How many selling units the outer unit holds.",
    "price": "The selling price, as a rule before any quantity discount.",
    "promo_price": "A lower price that holds now: promotion, new price, price after discount.",
    "tier_price": "A price from a minimum quantity that the heading tells.",
    "wholesale_price": "A price for larger quantities whose minimum stands elsewhere or nowhere.",
    "member_price": "A price for members or for another class of customer.",
    "cost": "What the seller paid; never the price.",
    "advised_price": "An advised or highest retail price (HET, MRP); never the price.",
    "old_price": "A price that holds no more: before discount, old.",
    "untaxed_price": "The same price before tax, beside one with tax.",
    "discount": "A discount.",
    "tax": "Tax rate or tax status.",
    "min_quantity": "The least quantity, in selling units.",
    "terms": "Trade terms: bonus, quota, obligatory bundle.",
    "stock": "Stock or availability.",
    "total": "A total or value, not a price.",
    "per_measure": "The list's own price per kilogram or litre.",
    "order": "A column to write an order in.",
    "date": "A date.",
    "image": "A picture or link.",
    "note": "Remarks.",
    "other": "Something else.",
    "empty": "Nothing.",
}

PRICE_MEANINGS = frozenset({"price", "promo_price", "tier_price", "wholesale_price"})


@dataclass(frozen=True, slots=True)
class Heading:
    """``unit``: the unit in a price's heading, or whose content a column tells; ``measure``: the mass or volume in
    which it tells it; ``per_pack``: a price for what the pack column tells; ``minimum``: from which quantity;
    ``group``: 2 for the second unit's columns; ``single``: a price for one piece, or a pack column that is a measure;
    ``thousands``: prices are written in thousands; ``content``: what a price's heading says it buys; ``weight``: how
    sure the words are."""

    meaning: str
    unit: str | None = None
    minimum: Decimal | None = None
    group: int = 1
    tax: str | None = None
    currency: str | None = None
    thousands: bool = False
    single: bool = False
    content: str = ""
    weight: int = 1
    measure: str | None = None
    per_pack: bool = False


_PRICE_WORD = (
    r"(?:harjul|hjual|hjl|harga|hrg|hrga|hna|hg|price|prices|prijs|preis|prix|precio|prezzo|cijena|cena|hj"
    r"|harsat|tarif|rp|idr|h)"
)
_PACK_UNITS = BUNDLES | {"pak", "kotak", "bungkus", "strip", "toples", "lusin"}
_PACK_WORDS = (word for word, unit in SPELLINGS.items() if unit.kind == "outer" or unit.name in _PACK_UNITS)
_PACKS = "|".join(sorted((word for word in _PACK_WORDS if word.isalpha()), key=len, reverse=True))
_COUNTED = r"(?:qty|pcs|pak|packs?|pk|renceng|rtg|slop|box|jumlah|jml|bks|btl|bungkus|sachet|botol|units?|pieces)"
_RULES: tuple[tuple[str, str, int], ...] = (
    ("other", r"^(?:pricelist name|price unit|group order (?:unit|granularity)|billing unit|applied on"
            r"|item ids applied on)$|costing|"
              r"policy|shipping|warehouse|location|lokasi|wilayah|cabang|^pfand$|deposit|on demand|distributor$"
            r"|storage|"
              r"lagerort|alamat|telp|control purchase|merek id|kategori id|expiry policy", 4),
    ("other", rf"{_PRICE_WORD} .*\bbaru\b.*(?:tabung|galon|botol|krat|kosong|wadah)", 4),
    ("price", r"^(?:harga )?isi ulang$|^(?:£|€|\$|৳|₹|rm)$", 3),
    ("price", r"^(?:preis|prijs|prix|cena|prezzo|ek|vk)\b.*\b(?:netto?|brutto|ht|ttc)\b", 4),
    ("variant", r"^(?:bentuk )?sediaan$|^bentuk$|dosage form", 3),
    ("other", r"(?:tabung|galon|botol) ?\+ ?isi|\+ ?(?:tabung|galon)\b|^perdana$", 3),
    ("other", r"perubahan|selisih|kenaikan|terendah|\\btertinggi$|change$|^(?:naik|turun)$|fluktuasi", 4),
    ("per_measure", r"za jedinicu mjere|price per (?:unit )?measure|grundpreis|unit price measure"
            r"|harga per (?:kg|liter) banding", 4),
    ("image", r"\burl\b|gambar|foto|photo|image|picture|\blink\b", 3),
    ("date", r"tanggal|\btgl\b|\bdate\b|\bdatum\b|waktu|kadaluarsa|kadaluwarsa|expired?|^ed$|updated|last seen"
            r"|first seen|periode", 3),
    ("barcode", r"bar ?code|barkod|\bean\d*\b|gtin|\bupc\b", 4),
    ("cost", rf"\bharpok\w*|\bharbel\w*|\bhpp\b|modal\b|{_PRICE_WORD} ?(?:beli|pokok|modal|perolehan|awal beli"
            rf"|dasar)\b|^(?:hb|hbeli)$|\bcost\b|buy(?:ing)? price|"
             r"purchase price|harga_beli|^beli$|nilai beli", 5),
    ("advised_price", r"\bhet\b|\bmrp\b|\brrp\b|\bsrp\b|eceran tertinggi|disarankan|\brsp\b|anjuran|suggested|advised"
            r"|recommended|rekomendasi|"
                      r"{0} (?:pasar|konsumen|end user|toko jual|jual konsumen)|uvp".replace("{0}", _PRICE_WORD), 5),
    ("member_price", rf"\bmember\b|anggota|\b{_PRICE_WORD} ?(?:agen|reseller|mitra|dropship\w*|karyawan|vip)\b"
            rf"|reseller|"
                     r"^(?:agen|mitra)$", 5),
    ("old_price", r"\blama\b|kemarin|yesterday|sebelumnya|sebelum (?:dis[ck]on|promo|disc|potongan)|\bnormal\b"
            r"|coret|before (?:discount"
            r"|disc)|old price|shelf price|"
                  r"(?:regular|original|was) price|compare at|strike ?through"
            r"|\bsidrena\b|najni|statt|list price|^pricelist$|harga awal|gross price"
            r"|harga bruto|harga kotor", 5),
    ("tax", r"^(?:ppn|vat|tax|pajak|mwst|btw|steuersatz|pdv|tax category|status ppn|kena pajak|ppn ?%|% ?ppn"
            r"|tarif ppn|bkp|vat ?%|tax rate|"
            r"tax ?%|nilai ppn|ppn rp|ppn 1[0-2] ?%|jenis pajak)$", 5),
    ("untaxed_price", r"\bdpp\b|^hna$", 5),
    ("discount", r"^(?:%? ?)?(?:dis[ck]on|disc|disk|discount|potongan|pot|rabat|korting)\b(?!.*(?:harga|price))"
            r"|^%$|(?:dis[ck]on|disc|discount) ?(?:%|persen|rp|\d)?$", 4),
    ("promo_price", rf"{_PRICE_WORD} ?(?:promo|baru|hari ini|sekarang|saat ini|terbaru|terkini|spesial|special"
            rf"|diskon|disc|after|setelah|sesudah|akhir|net"
            rf"|nett|netto|bersih|jadi|sale)\b|"
                    r"(?:setelah|sesudah|after) (?:dis[ck]on|disc|discount|potongan)|discounted price"
            r"|special price|sale price|promo price|"
                    r"net price|nett price|^(?:net|nett|netto) ?(?:harga|price|rp)?$|offer price"
            r"|posebnog oblika|^promo$|new price|aktionspreis", 4),
    ("stock", r"\bstok\b|\bstock\b", 4),
    ("min_quantity", r"^min\w* .*(?:qty|order|beli|pembelian|quantity|jumlah|grosir|partai)$|\bmoq\b|\bmin(?:imum|imal"
            r"|\.)? ?(?:order|qty|quantity|pembelian|beli|pesan\w*|pemesanan|ambil|jumlah|belanja)?$|min(?:imum"
            r"|imal)? "
                     r"(?:order|qty|quantity|pembelian|beli|pesan)|minimum order|kelipatan", 4),
    ("wholesale_price", rf"grosir|\bpartai\b|wholesale|borongan|{_PRICE_WORD} ?(?:distributor|subdis\w*|so)\b"
            rf"|bulk price", 3),
    ("total", r"^(?:sub ?)?total|jumlah (?:harga|rp)|\bnilai\b|^value|amount|value per category|grand total", 4),
    ("case_unit", r"sat(?:uan)? (?:beli|besar|pembelian)|^(?:purchase|supplier order|buying) (?:unit|uom)|unit beli"
            r"|kemasan besar|satuan kemasan", 5),
    ("case_count", r"\b(?:beli isi|isi beli|isi (?:satuan )?besar|konversi|conversion|isi ?(?:per |/ ?)?"
            rf"(?:{_PACKS})|{_COUNTED} ?(?:per |/ ?)(?:{_PACKS})|"
                   r"(?:qty|pcs|jumlah|jml) ?(?:per |/ ?| )?(?:dus|karton|ctn|carton|box|case|dos)"
            r"|(?:units?|pcs|pieces|qty|packs?) ?(?:per|/) ?(?:case|carton|ctn|outer)|case (?:qty|size|pack)|"
                   r"ratios? to supplier order unit|satuan isi|isi satuan|inner|content qty)\b", 5),
    ("price", rf"\b{_PRICE_WORD}\b|^(?:net |trade )?rate$|^(?:ptr|dp)$|^p (?:ecer|jual)\w*$"
              r"|bruttopreis|\bttc\b|verkaufspreis|maloprodajna|(?<!per )\bpret\b", 3),
    ("unit", r"^satuan\b", 4),
    ("sku", r"^handle$|\bkode\b|\bkd\b|\bcode\b|\bsku\b|\bplu\b|art(?:ikel)?\.? ?nr|artnr|internal reference"
            r"|order number|item no|part no|"
            r"\bid\b|product id|kd barang|sifra|šifra(?: proizvoda)?|reference|article number|no ?(?:barang"
            r"|item|produk)"
            r"|artikelnummer|^ref$", 3),
    ("number", r"^(?:no|nomor|nr|num|#|no urut|nomer|n°|number|no\.)$|count$", 4),
    ("name", r"nama (?:barang|produk|item|product|obat|dagang|artikel)|product name|nama$|^nama|item name"
            r"|product template|"
             r"^(?:produk|product|barang|item|items|artikel|article|name|naziv|naziv proizvoda|bezeichnung"
            r"|artikelname"
            r"|deskripsi|description|uraian|omschrijving|d[ée]signation|libell[ée]|descripci[óo]n|produktname"
            r"|omschrijving artikel|"
             r"jenis barang|nm barang|nm|komoditas|komoditi|jenis produk|nama jenis|desc|goods|commodity"
            r"|merk barang|sayuran|jenis sayur\w*|sayur\w*|bahan|"
             r"nama bahan|nombre|producto|produit|nazwa|display name|jenis komoditi|macam barang|tipe barang"
            r"|spare ?part|"
             r"obat|menu|rincian|uraian barang|deskripsi barang|description of goods|product description"
            r"|item description|nama barang .*|barang dagangan)$", 4),
    ("name", r"^(?:title|judul|particulars?|bezeichnung)$", 3),
    ("name", r"^product type$", 2),
    ("variant", r"^(?:varian|variant|rasa|tipe|type|model|warna|grade|kualitas|flavou?r|variant unit name"
            r"|display name)$", 2),
    ("brand", r"\bmerk\b|\bmerek\b|\bbrand\b|pabrik|manufacturer|produsen|principal|hersteller|\bmarka\b"
            r"|producer|\bcap\b", 3),
    ("category", r"kategori|category|kelompok|golongan|departe?men|department|divisi|^jenis|\bgroup\b|\bgrup\b"
            r"|kd jenis|^menu$|kategorija|"
                 r"warengruppe|klasifikasi|^class$|^type$", 3),
    ("unit", r"^(?:satuan|sat|stn|unit|uom|satuan id|satuan id \\d|unit of measure|product unit of measure"
            r"|satuan jual|satuan (?:barang|harga)|jual per|unit jual|einheit|eenheid|"
             r"jedinica mjere|unit type|satuan id|per|units? of sale|satuan unit|sell unit|selling unit|unidad"
            r"|unité|satuan terkecil|satuan kecil|sat kecil|unit kecil|st|"
             r"sales unit|unit/satuan|nama satuan)$|^satuan|^uom", 4),
    ("pack", r"kemasan|^isi\b|packing|packaging|pack size|package size|pack ?$|^package|^content|netto|berat"
            r"|ukuran|^size|^saiz|volume|gramasi|gramatur|"
             r"spesifikasi|specification|neto koli|\bweight\b|^qty pack|\bisi\b|kandungan|net quantity"
            r"|neto koli|^inhalt"
            r"|kuantitas kemasan", 3),
    ("size", r"^(?:units|quantity|koli[cč]ina|net qty|unit size|unit quantity)$", 2),
    ("stock", r"^qty$|quantity|^jumlah|^jml|persediaan|on hand|sisa|avail|tersedia|ketersediaan|^menge$"
            r"|units sold|terjual|baskets", 3),
    ("terms", r"syarat|\bterms?\b|bonus|program|kuota", 2),
    ("order", r"^(?:order|pesanan|bestelling|qty order|order qty|pesan)$", 4),
    ("note", r"keterangan|^ket$|\bnotes?\b|catatan|remarks?|^info|opm|^hinweis", 3),
    ("other", r"penjual|seller|supplier|pemasok|status|skal|demeter|rak$|posisi", 2),
)  # fmt: skip
_COMPILED = tuple((meaning, re.compile(pattern), weight) for meaning, pattern, weight in _RULES)

_SEPARATORS = re.compile(r"[_\s\n\r\t|:;\"“”]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_PATH = re.compile(r"^.*/\s*(?=[A-Za-z][^/]*$)")
_RUN_TOGETHER = re.compile(
    r"\b(harga|hrg|nama|satuan|kode|nm|kd|isi|stok)(?=(?:beli|jual|pokok|grosir|ecer|barang|produk|item|member"
    r"|net|modal|besar|kecil|dus|karton|pcs|pak|satuan|toko|per|baru|lama|dasar)\w*\b)"
)
_GROUP = re.compile(r"(?:\bs|\b|(?<=[a-z]))([1-9])$")
_TIER = re.compile(
    r"(?:>=|≥|=>|>|\bmin(?:imal|imum)?\.?\s*(?:order|beli|qty|pembelian|ambil)?\.?|\bmulai\b|\bdari\b|\bambil\b"
    r"|\bbeli\b)\s*:?\s*(\d[\d.]*)"
    r"|\b(\d+)\s*(?:\+|ke atas|up\b|keatas|atau lebih|or more)"
    r"|\b(\d+)\s*(?:-|–|s/d|sd|~)\s*\d+"
    r"|^(?:harga |hrg |price )?(\d+)\s*(?=[a-z])"
)
_COUNTED_UNIT = re.compile(r"\b(\d{1,4})\s*(?:dus|karton|ctn|krt|pcs|pak|pack|lusin|lsn|box|bal|slop|sak|kg|bks)\b")
_TAX = (
    ("excluded", re.compile(r"(?:belum|tanpa|di ?luar|exclu\w*|excl?\b\.?|sebelum|before|ex\b"
            r"|non)\s*(?:termasuk|incl\w*|kena)?\s*(?:ppn|pajak|tax|vat)"
                            r"|\(nett?\b|(?:preis|prijs|prix|cena|prezzo|\b[ev]k) ?\(?netto|nettopreis|nettoprijs"
                            r"|(?:ohne|zzgl\.?|exkl\w*\.?) (?:mwst|ust)"
                            r"|excl\w*\.? btw|hors tax|\bdpp\b|\bht\b")),
    ("included", re.compile(r"(?:sudah|termasuk|incl\w*|inc\b\.?|include|with|after|plus|\+|setelah|dgn"
            r"|dengan)\s*(?:termasuk|incl\w*)?\s*(?:ppn|pajak|tax|vat)"
                            r"|bruttopreis|(?:preis|prijs|prix|cena|prezzo|\b[ev]k) ?\(?brutto"
                            r"|inkl\w*\.? (?:mwst|ust)|incl\w*\.? btw|\bttc\b|ppn incl\w*|maloprodajna|gross price")),
)  # fmt: skip
_CURRENCY = re.compile(r"\b(usd|eur|euro|idr|rp|rupiah|myr|rm|inr|php|sgd|bdt|gbp|hrk)\b|(€|\$|৳|£)")
_CURRENCY_CODES = {
    "rp": "IDR",
    "rupiah": "IDR",
    "rm": "MYR",
    "euro": "EUR",
    "€": "EUR",
    "$": "USD",
    "৳": "BDT",
    "£": "GBP",
}
_THOUSANDS = re.compile(r"ribuan|x ?1[.,]?000\b|\(000\)?|dalam ribu|'000|in thousands|\.000\)")
_IN_THOUSANDS = re.compile(
    r"(?:\bdalam|\bsatuan|\bin|\bx)\s*(?:rp\.?\s*)?(?:ribu(?:an)?\b|1[.,]?000\b|thousands?\b|'?000\b)|ribuan rupiah"
    r"|\((?:x\s*)?(?:rp\.?\s*|idr\s*)?[.'x]?\s*000\)"
)
_SINGLE = re.compile(r"\bsatuan\b|\becer(?:an)?\b|\bunit price\b|\bper item\b|\bper unit\b|per eenh|\bretail\b")
_CONTENT = re.compile(
    r"(?<=[a-z/ (@])\d[\d.,]*\s*(?:kg|gr?|gram|ml|l|ltr|liter|pcs|bks|btl)\b|\bisi\s*\d+(?:\s*(?:pcs|bks|btl|pak))?"
)
_MEASURE_WORD = re.compile(r"berat|\bnetto?\b|weight|volume|gramasi|gramatur|ukuran|^size")
_MEASURE_IN_BRACKETS = re.compile(r"[(/ ](g|l|gr|ml|kg|lt|ltr)\)?$")
_CONTENT_WORD = re.compile(r"\bisi\b|/|\bper\b|berat|\bnetto?\b")
_NAME_BEFORE_BRACKET = re.compile(r"([a-z][a-z ]+?)\s*\(")
_FINE_MEASURE = re.compile(r"(?:gram|gr|grm|ml|cc)")
_BRACKET_COUNT = re.compile(r"\(\s*(\d{1,4})\b\s*(?:pcs|bks|btl)?\s*$|\(\s*(\d{1,4})\s*(?:pcs|bks|btl)?\s*\)")
_PER_PACK = re.compile(r"(?:\bper |/)(?:verpakking|kemasan|packing|packaging|package)\b")
_BEGINS_WITH_PRICE = re.compile(rf"{_PRICE_WORD}\b")
_PER_UNIT = re.compile(r"(?:per\b|/|@)\s*(?:1\s)?([a-z]+)\s*(?:\(?(?:rp|idr|isi\s*\d+[^)]*)\)?)?")
_UNIT_WORDS = re.compile(r"[a-z]+\(?s?\)?")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A heading in lower case, words apart, without the path an export puts before it."""
    text = _CAMEL.sub(" ", text.strip())
    text = (
        _PATH.sub("", text)
        if text.count("/") and " " not in text.split("/")[0].strip()[:1] and _is_path(text)
        else text
    )
    text = _SEPARATORS.sub(" ", text.lower()).strip(" .,*-:()")
    text = re.sub(r"(?<=[a-z]{3})([1-9])$", r" \1", text)
    text = _RUN_TOGETHER.sub(lambda found: f"{found[1]} ", text)
    text = re.sub(
        r"^(?:barang|item|product|produk|tbl|m|brg|obat) (?=(?:harga|hrg|harpok|harjul|kode|nama|stok|kategori"
        r"|merk|barcode|satuan|min)\b)",
        "",
        text,
    )
    return re.sub(r"\s*/\s*", "/", re.sub(r"[.]+(?=\s|$)|(?<=[a-z])\.(?=[a-z])", " ", text)).replace("  ", " ").strip()


def _is_path(text: str) -> bool:
    """`Order Lines/Unit Price` is a path, `Harga/Dus` is not."""
    head, tail = text.rsplit("/", 1)
    return not _price_word(head) and len(head) > 5 and tail.strip().lower().rstrip(".") not in SPELLINGS


def tells_thousands(text: str) -> bool:
    """Whether a title or note says that prices are written in thousands."""
    return _IN_THOUSANDS.search(text.lower()) is not None


def _price_word(text: str) -> bool:
    return re.search(rf"\b(?:{_PRICE_WORD}|isi|satuan|qty)\b", text.lower()) is not None


@lru_cache(maxsize=8192)
def read_heading(text: str) -> Heading | None:
    """The meaning of one heading; None where its words are unknown."""
    line = plain(text)
    if not line or len(line) > 70:
        return None
    if (before := _NAME_BEFORE_BRACKET.match(line)) and (named := read_heading(before[1])) and named.meaning == "name":
        return named
    if _FINE_MEASURE.fullmatch(line):
        measure = SPELLINGS[line.split(" ")[-1]].name
        return Heading("pack", unit=measure, single=True, weight=3, measure=measure)  # nobody prices by the gram
    if (per := _PER_UNIT.fullmatch(line)) and unit_named(per[1]):
        return _detailed("price", line, 2)
    for meaning, pattern, weight in _COMPILED:
        if pattern.search(line):
            is_price = meaning in ("case_unit", "case_count", "unit") and _BEGINS_WITH_PRICE.match(line)
            return _detailed("price" if is_price else meaning, line, weight)
    return _bare_tier(line)


def _detailed(meaning: str, line: str, weight: int) -> Heading:
    group = _group_of(line, meaning)
    if meaning not in (*PRICE_MEANINGS, "cost", "old_price", "member_price", "untaxed_price", "advised_price"):
        return _of_content(meaning, line, group, weight)
    tax = next((name for name, pattern in _TAX if pattern.search(line)), None)
    currency = _CURRENCY.search(line)
    sign = (currency[1] or currency[2]) if currency else None
    minimum = _minimum(line) if meaning in PRICE_MEANINGS or meaning == "member_price" else None
    if minimum is not None and meaning in ("price", "wholesale_price"):
        meaning = "tier_price"
    return Heading(
        meaning,
        unit=unit_in(line),
        minimum=minimum,
        group=group,
        tax=tax,
        currency=_CURRENCY_CODES.get(sign, sign.upper()) if sign else None,
        thousands=_THOUSANDS.search(line) is not None,
        single=_SINGLE.search(line) is not None,
        content=_content_in(line),
        weight=weight,
        per_pack=_PER_PACK.search(line) is not None,
    )


def _content_in(line: str) -> str:
    """What a price's heading says one of its unit holds: `Harga Dus isi 24`, `Harga 1 Dus (24)`."""
    if content := _CONTENT.search(line):
        return content[0]
    unit = unit_in(line)
    bracket = _BRACKET_COUNT.search(line) if unit is not None and UNITS[unit].kind == "outer" else None
    return f"{bracket[1] or bracket[2]}/{unit}" if bracket else ""


def _of_content(meaning: str, line: str, group: int, weight: int) -> Heading:
    """A heading that is no price. `Isi/Ball` tells the content of a bale, `Berat Karung (kg)` a sack's in kilograms."""
    if meaning not in ("case_count", "pack"):
        return Heading(meaning, group=group, weight=weight)
    unit = unit_in(line.split("(")[0], last=True) or unit_in(line)
    if meaning == "pack" and unit in {*_PACK_UNITS, "kemasan"} and not _CONTENT_WORD.search(line):
        unit = None  # `Pack` and `Kemasan` head the content of anything
    found = _MEASURE_IN_BRACKETS.search(line)
    measure = SPELLINGS[found[1]].name if found else None
    if measure is not None and UNITS[unit or measure].kind in ("outer", "each"):
        meaning = "pack"
    is_measure = meaning == "pack" and (measure is not None or _MEASURE_WORD.search(line) is not None)
    return Heading(meaning, unit=unit or measure, group=group, single=is_measure, weight=weight, measure=measure)


OUTER_GROUP = 8  # `Harga Besar` beside `Harga Kecil`: the price of the outer unit


def _group_of(line: str, meaning: str) -> int:
    if meaning == "price" and re.search(r"\bbesar\b", line):
        return OUTER_GROUP
    if meaning == "wholesale_price":
        found = re.search(r"\bs([2-9])$", line)
    elif meaning in ("price", "unit", "pack", "case_count", "case_unit"):
        found = _GROUP.search(line)
    else:
        found = None
    return int(found[1]) if found else 1


def _minimum(line: str) -> Decimal | None:
    line = _THOUSANDS.sub(" ", line)
    found = _TIER.search(line) or (_COUNTED_UNIT.search(line) if "grosir" in line or "partai" in line else None)
    if not found or re.search(r"\b(?:ppn|vat)\s*1\d", line):
        return None
    text = next(group for group in found.groups() if group)
    return Decimal(text.replace(".", ""))


def _bare_tier(line: str) -> Heading | None:
    """`1 ctn`, `>= 10 dus`, `3+`: a price column told by its quantity alone."""
    if not re.fullmatch(
        r"(?:>=|≥|>|min\.?|ambil|beli)?\s*\d+\s*(?:(?:-|–|s/d|sd)\s*\d+)?\s*(?:\+|up|ke atas"
        r"|keatas)?\s*[a-z]*\s*(?:\+|up|ke atas)?",
        line,
    ):
        return None
    minimum = _minimum(line)
    unit = unit_in(line)
    if unit is not None and UNITS[unit].kind in ("mass", "volume") and not re.search(r"[>≥+]|min|ambil|beli|-", line):
        return None  # `250 gr` over prices is a size
    has_sign = re.search(r"[>≥+]|min|ambil|beli|up$|ke ?atas|-", line) is not None
    if minimum is None or (unit is None and not has_sign):
        return None
    return Heading("tier_price", unit=unit, minimum=minimum, weight=1)


def unit_in(line: str, *, last: bool = False) -> str | None:
    """The unit named in a heading (`harga/dus`, `hrg pcs`, `isi per karton`); a measure after a number is a content."""
    found = None
    for word in _UNIT_WORDS.findall(_CONTENT.sub(" ", line)):
        if word in (
            "ppn",
            "satuan",
            "unit",
            "units",
            "h",
            "m",
            "set",
            "str",
            "st",
            "item",
            "items",
            "und",
            "bh",
            "case",
            "pot",
            "rm",
        ) and not (word in ("case", "set", "bh") and "/" in line):
            if word == "case":
                found = "karton"
            continue
        unit = SPELLINGS.get(word)
        if unit is not None and word not in ("gross", "pt", "ls", "ds", "tab", "can", "ea", "g", "l", "t"):
            found = unit.name if last else found or unit.name
    return found
