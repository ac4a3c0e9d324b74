"""The accounts of the chart that the business books on; codes are stable, names are the cooperative's."""

from __future__ import annotations

CASH = "1-1100"
BANK = "1-1200"
INVENTORY = "1-3100"
INPUT_TAX = "1-4100"
SUPPLIERS = "2-1100"
RECEIVED_NOT_BILLED = "2-1110"
