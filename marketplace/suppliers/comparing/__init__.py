"""Suppliers' offers side by side: what each costs at the door, which is best, and why.

Pure: no database, no web. ``compare`` takes wants with their candidate offers and the circumstances; ``orders`` turns
what was chosen into one order per supplier. How every figure is computed: ``docs/reference/comparison.md``.
"""

from .arithmetic import Step, steps
from .carriage import ANY_SUPPLIER, Leg, Route, Sailings, Tariff, routes_to
from .circumstances import Circumstances, Rules, SupplierTerms, TaxRate, load_rates, rate_on
from .comparison import Comparison, Coverage, OrderLine, Row, SupplierOrder, compare, orders
from .evaluating import Evaluated, Obstacle
from .measures import Measure
from .offers import Candidate, Doubt, LikelyReading, Offer, Pack, Relation, Source, Term, Tier
from .ranking import BreakEven
from .refusing import Refusal
from .sentences import Sentence
from .wants import BuyerFacts, Want

__all__ = [
    "ANY_SUPPLIER",
    "BreakEven",
    "BuyerFacts",
    "Candidate",
    "Circumstances",
    "Comparison",
    "Coverage",
    "Doubt",
    "Evaluated",
    "Leg",
    "LikelyReading",
    "Measure",
    "Obstacle",
    "Offer",
    "OrderLine",
    "Pack",
    "Refusal",
    "Relation",
    "Route",
    "Row",
    "Rules",
    "Sailings",
    "Sentence",
    "Source",
    "Step",
    "SupplierOrder",
    "SupplierTerms",
    "Tariff",
    "TaxRate",
    "Term",
    "Tier",
    "Want",
    "compare",
    "load_rates",
    "orders",
    "rate_on",
    "routes_to",
    "steps",
]
