"""Seals, proofs and checks as the API takes and gives them. Hashes are hexadecimal."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from cooperative_ledger import seal_code

from ..rules.seals import LONGEST_KEPT


class Hash(fields.Field):
    """A hash as hexadecimal digits."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else bytes(value).hex()


class SealsQuery(Schema):
    """A page of seals, the newest first; `after` is the number of the last one of the page before."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    after = fields.Integer(load_default=None, validate=validate.Range(1, 2**62))


class SealAnswer(Schema):
    """A seal: what it covers, its hash, and the code to keep elsewhere."""

    seal_number = fields.Integer()
    sealed_at = fields.AwareDateTime()
    entry_count = fields.Integer()
    entry_root = Hash(metadata={"type": "string"})
    row_count = fields.Integer()
    row_root = Hash(metadata={"type": "string"})
    trial_balance_hash = Hash(metadata={"type": "string"})
    previous_hash = Hash(allow_none=True, metadata={"type": "string"})
    seal_hash = Hash(metadata={"type": "string"})
    code = fields.Function(seal_code, metadata={"type": "string"})


class SealsAnswer(Schema):
    """A page of seals."""

    data = fields.List(fields.Nested(SealAnswer))
    has_more = fields.Boolean()
    next = fields.Integer(allow_none=True)


class EntryProofAnswer(Schema):
    """An entry's journal number and its RFC 6962 inclusion proof under the newest seal."""

    entry_id = fields.UUID(attribute="proof.entry_id")
    journal_number = fields.Integer(attribute="proof.journal_number")
    content = Hash(attribute="proof.content", metadata={"type": "string"})
    leaf_hash = Hash(attribute="proof.leaf_hash", metadata={"type": "string"})
    path = fields.List(Hash(metadata={"type": "string"}), attribute="proof.path")
    seal = fields.Nested(SealAnswer, attribute="proof.seal")
    sealed_by = fields.Nested(SealAnswer)


class VerificationInput(Schema):
    """Seals that were kept elsewhere, as code or as the text of a file; empty compares none."""

    kept = fields.String(load_default="", validate=validate.Length(max=LONGEST_KEPT))


class FindingAnswer(Schema):
    """One thing that does not fit: content, linkage, gap, missing, added, unbalanced or projection."""

    kind = fields.String()
    table = fields.String()
    key = fields.String()
    columns = fields.List(fields.String())
    position = fields.Integer(allow_none=True)
    detail = fields.String()


class VerificationAnswer(Schema):
    """A check of the books; `sound` is null until it is done."""

    id = fields.UUID()
    state = fields.String()
    asked_at = fields.AwareDateTime(attribute="created_at")
    finished_at = fields.AwareDateTime(allow_none=True)
    entries_done = fields.Integer()
    entries_total = fields.Integer()
    sound = fields.Boolean(allow_none=True)
    entries_sealed = fields.Integer(allow_none=True)
    entries_unsealed = fields.Integer(allow_none=True)
    seal_number = fields.Integer(allow_none=True)
    sealed_at = fields.AwareDateTime(allow_none=True)
    kept_compared = fields.Integer(allow_none=True)
    found = fields.Integer(allow_none=True)
    findings = fields.List(fields.Nested(FindingAnswer))
