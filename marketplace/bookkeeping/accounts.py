"""The accounts of the chart that the business books on; codes are stable, names are the cooperative's."""

from __future__ import annotations

CASH = "1-1100"
BANK = "1-1200"
INVENTORY = "1-3100"
INPUT_TAX = "1-4100"
SUPPLIERS = "2-1100"
RECEIVED_NOT_BILLED = "2-1110"
DUES_RECEIVABLE = "1-2300"
WITHHELD_TAX = "2-2200"
VOLUNTARY_SAVINGS = "2-3100"
TERM_SAVINGS = "2-3200"
OPENING_CLEARING = "3-9100"
SAVINGS_INTEREST = "6-3200"
