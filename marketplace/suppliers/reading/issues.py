"""What can be doubtful about a row, and why a record is no row: closed lists, each code with its sentences."""

from __future__ import annotations

from typing import Any

from marketplace.suppliers.reading.sheets import Language

# Each code with its sentence in Indonesian and in English.
ISSUES: dict[str, tuple[str, str]] = {
    "price_missing": ("Harga tidak ditulis.", "No price is given."),
    "price_unreadable": ("Harga '{price}' tidak terbaca sebagai angka.", "The price '{price}' cannot be read as"
            " a number."),
    "price_range": ("Harga ditulis sebagai rentang: '{price}'.", "The price is given as a range: '{price}'."),
    "price_zero": ("Harga nol.", "The price is zero."),
    "price_negative": ("Harga kurang dari nol.", "The price is below zero."),
    "price_formula": ("Harga berupa rumus tanpa hasil tersimpan; simpan ulang berkasnya.",
                      "The price is a formula without a stored result; save the file again."),
    "price_below_cost": ("Harga jual di bawah harga belinya ({cost}).", "The selling price is below its cost"
            " ({cost})."),
    "price_tenfold": ("Harga sekitar sepuluh kali lebih {direction} daripada barang sejenis; mungkin salah ketik nol.",
                      "The price is about ten times {direction} than its sisters'; perhaps a zero too many or"
            " too few."),
    "price_implausible": ("Harga per {per} tidak masuk akal untuk barang ini; satuan atau isinya mungkin lain.",
                          "The price per {per} is implausible for such a thing; its unit or content may be another."),
    "price_thousands": ("Harga mungkin ditulis dalam ribuan.", "The price may be written in thousands."),
    "price_column_unknown": ("Kolom harga tidak bisa dikenali.", "No column could be recognised as the price."),
    "number_style": ("Titik dan koma pada '{price}' lain dari kolomnya.", "The marks in '{price}' differ from"
            " its column's."),
    "price_unit_unknown": ("Belum jelas harga ini untuk satuan apa.", "It is not clear what this price buys."),
    "price_unit_doubtful": ("Harga ini lebih cocok untuk {likely} daripada {stated}.",
                            "This price fits one {likely} better than one {stated}."),
    "unit_missing": ("Satuan tidak ditulis.", "No unit is given."),
    "unit_unknown": ("Satuan '{unit}' tidak dikenal.", "The unit '{unit}' is unknown."),
    "unit_contradicts_name": ("Satuan '{unit}' bertentangan dengan isi pada namanya.",
                              "The unit '{unit}' contradicts the content in the name."),
    "pack_unknown": ("Isi per {unit} tidak disebut.", "The content of one {unit} is not stated."),
    "pack_ambiguous": ("Isi kemasan luar disebut lebih dari satu macam.", "More than one content of the outer"
            " pack is stated."),
    "size_ambiguous": ("Ukuran bisa dibaca lebih dari satu cara.", "The size can be read in more than one way."),
    "ounce_ambiguous": ("OZ di sini bisa berat atau isi cairan.", "OZ may be mass or fluid here."),
    "capacity_not_content": ("Ukuran ini daya tampung wadah, bukan isi.", "This size is what the vessel can"
            " hold, not a content."),
    "bundle_counted": ("Dihitung per {unit}, karena isinya tidak disebut.", "Counted per {unit}, because its"
            " content is not stated."),
    "name_missing": ("Nama barang tidak ditulis.", "No name is given."),
    "discount_differs": ("Diskon yang ditulis tidak cocok dengan kedua harganya.", "The stated discount does"
            " not fit the two prices."),
    "discount_taken": ("Harga {price} dikurangi diskon {discount}.", "The price {price} less the discount {discount}."),
    "tier_not_lower": ("Harga partai tidak lebih murah daripada harga biasa.", "The quantity price is not below"
            " the ordinary price."),
    "number_out_of_range": ("Angka ini terlalu besar untuk sebuah harga.", "This number is too large for a price."),
}  # fmt: skip

# Each reason with its sentence in Indonesian and in English.
SKIP_REASONS: dict[str, tuple[str, str]] = {
    "blank": ("Baris kosong.", "A blank row."),
    "title": ("Judul, alamat, atau catatan di atas tabel.", "A title, address or note above the table."),
    "heading": ("Judul kolom.", "The heading."),
    "repeated_heading": ("Judul kolom yang diulang.", "The heading again."),
    "category": ("Nama kelompok barang.", "The name of a group of goods."),
    "note": ("Catatan.", "A note."),
    "total": ("Jumlah.", "A total."),
    "separator": ("Garis pemisah.", "A dividing line."),
    "page_number": ("Nomor halaman.", "A page number."),
    "hidden": ("Baris yang disembunyikan di lembar ini.", "A row that the sheet hides."),
    "no_prices": ("Lembar ini tidak berisi harga.", "This sheet holds no prices."),
    "unpriced_text": ("Teks tanpa harga.", "Text without a price."),
}


def issue(code: str, language: Language, suggestion: Any = None, **details: Any) -> dict[str, Any]:
    """One issue of a row as it stands in the answer. ``suggestion``: the likely reading, or None."""
    message = ISSUES[code][language == "en"]
    return {"code": code, "message": message.format(**details) if details else message, "suggestion": suggestion}
