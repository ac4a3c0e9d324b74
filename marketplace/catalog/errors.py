"""What can go wrong with products, selling prices and price caps."""

from __future__ import annotations

from ..errors import Conflict, Invalid


class PriceNotPositive(Invalid):
    """A selling price must be above zero."""

    code = "price_not_positive"
    indonesian = "Harga jual harus lebih dari nol."
    english = "A selling price must be above zero."


class CapOutsideRegion(Invalid):
    """A price cap for no region, an unknown one, or one that the city office does not look after."""

    code = "cap_outside_region"
    indonesian = "Pilih wilayah di daerah Anda sendiri."
    english = "Choose regions within your own."


class CapEndsBackwards(Invalid):
    """A price cap that ends before it begins."""

    code = "cap_ends_backwards"
    indonesian = "Tanggal akhirnya lebih awal daripada tanggal mulainya."
    english = "Its last day lies before its first."


class CapEnded(Conflict):
    """A price cap that has ended stays as it was."""

    code = "cap_ended"
    indonesian = "HET ini sudah berakhir. Catat yang baru."
    english = "This price cap has ended. Enter a new one."
