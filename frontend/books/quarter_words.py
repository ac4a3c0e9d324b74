"""The words of the quarter's page: its lines, its indicators and why one is missing, states and answers."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _

LINES: dict[str, object] = {
    "sales_members": _("Penjualan kepada anggota"),
    "sales_others": _("Penjualan kepada bukan anggota"),
    "sales_returns": _("Retur dan potongan penjualan"),
    "fees": _("Komisi dan jasa"),
    "loan_interest": _("Jasa pinjaman"),
    "other_income": _("Pendapatan lain"),
    "goods_sold": _("Harga pokok barang yang terjual (HPP)"),
    "goods_costs": _("Susut dan ongkos barang"),
    "wages": _("Gaji dan honor"),
    "running_costs": _("Sewa, listrik, angkut, bank"),
    "wear_and_losses": _("Penyusutan dan kerugian pinjaman"),
    "cooperative_costs": _("Rapat dan pendidikan anggota"),
    "finance_costs": _("Bunga bank"),
    "tax": _("Pajak penghasilan"),
    "other_costs": _("Biaya lain"),
    "cash": _("Uang tunai dan di bank"),
    "loans": _("Pinjaman kepada anggota"),
    "receivables": _("Piutang"),
    "stock": _("Persediaan barang"),
    "fixed_assets": _("Tanah, bangunan, peralatan"),
    "other_assets": _("Milik lain"),
    "suppliers": _("Utang kepada pemasok dan titipan"),
    "savings": _("Simpanan sukarela dan berjangka"),
    "dues_owed": _("Simpanan pokok dan wajib"),
    "surplus_funds": _("SHU yang belum dibayarkan"),
    "bank_debt": _("Utang bank"),
    "other_debts": _("Utang lain"),
    "dues": _("Simpanan pokok dan wajib"),
    "capital": _("Modal penyertaan dan hibah"),
    "reserves": _("Cadangan"),
    "surplus": _("SHU yang belum dibagi"),
    "other_equity": _("Modal lain"),
    "principal_dues": _("Simpanan pokok"),
    "mandatory_dues": _("Simpanan wajib"),
    "voluntary_savings": _("Simpanan sukarela"),
    "term_savings": _("Simpanan berjangka"),
}
"""Key of a line -> its words."""

FIGURES: dict[str, object] = {
    "income": _("yang masuk"),
    "expenses": _("yang keluar"),
    "assets": _("milik koperasi"),
    "debts": _("utang"),
    "equity": _("modal"),
    "savings": _("simpanan anggota"),
    "loans_outstanding": _("sisa pinjaman anggota"),
    "stock_points": _("persediaan tiap akhir bulan"),
    "cost_of_goods": _("harga pokok penjualan"),
    "consigned_sold": _("titipan yang laku"),
    "active_members": _("anggota aktif"),
    "active_members_before": _("anggota aktif triwulan lalu"),
    "payables": _("tagihan yang dibayar koperasi"),
    "receivables": _("tagihan yang dibayar kepada koperasi"),
    "through": _("hari terakhir"),
}
"""Name of a figure as a check calls it -> its words."""

MISSING: dict[str, object] = {
    "no_cost": _("Belum bisa dihitung: belum ada HPP. HPP dibukukan dari hitungan stok saat tutup bulan."),
    "no_stock": _("Belum bisa dihitung: tidak ada persediaan barang."),
    "nothing_due": _("Belum bisa dihitung: tidak ada tagihan yang jatuh tempo."),
    "books_young": _("Belum bisa dibandingkan: bukunya belum ada pada triwulan sebelumnya."),
    "nobody_before": _("Belum bisa dibandingkan: triwulan lalu belum ada anggota yang aktif."),
}
"""Why an indicator has no figure."""

FIELDS: dict[str, object] = {
    "note": _("Tulis catatan untuk anggota, paling banyak 1.000 huruf."),
    "what_changed": _("Sebutkan apa yang dibetulkan dan mengapa."),
    "read": _("Baca dulu angkanya, lalu centang."),
}
"""Field of a form -> what to mend."""
