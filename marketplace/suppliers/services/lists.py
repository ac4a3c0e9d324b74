"""A price list from the hand of the supplier to the eyes of cooperatives: hand in, answer, publish, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ... import audit, idempotency, outbox
from ...actor import Actor
from ...clock import now, today
from ...errors import ChangedMeanwhile, Invalid, NotFound
from ...files import StoredFile
from ...identity.models import Organisation
from .. import errors
from ..events import PriceListAnswered, PriceListPublished, PriceListUploaded, PriceListWithdrawn
from ..models import Offer, PriceList, PriceListAudience, PriceListVersion, ReadingMemory, Supplier
from ..queries.versions import latest_published
from ..queries.visibility import own_supplier
from ..rules.answers import check_answers, meanings_with_price
from .suppliers import own, require_writer

HAND_IN = "suppliers.hand_in"
PUBLISH = "suppliers.publish"
PASTED, UNNAMED = "pesan.txt", "Daftar harga"
"""The file name of a pasted message, and the title of a list that has no better one."""
TAX = "tax"
"""The question whose answer is the list's tax basis; it is asked where the list is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How a version is to be published. `audience` and `region_codes` or `cooperative_ids` are the list's from then on;
    a list of a supplier that a cooperative keeps is its own only, whatever is said here."""

    completeness: str = "complete"
    tax_basis: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    audience: str = "all_of_region"
    region_codes: tuple[str, ...] = ()
    cooperative_ids: tuple[UUID, ...] = field(default=())


def hand_in(
    session: Session,
    actor: Actor,
    supplier_id: UUID,
    stored: StoredFile,
    *,
    file_name: str,
    price_list_id: UUID | None = None,
    title: str | None = None,
    key: str | None = None,
) -> PriceListVersion:
    """A new version of a list from a stored file, waiting to be read; without `price_list_id` a new list.

    The same file twice changes nothing: the version that the newest hand-in of it made is given again (one that could
    not be read is read once more). Raises NotPermitted, NotFound, IdempotencyKeyReused.
    """
    require_writer(actor)
    supplier = own(session, actor, supplier_id, lock=True)
    content = {"supplier": supplier_id, "list": price_list_id, "sha256": stored.sha256}
    before = idempotency.claim(session, actor, HAND_IN, key, content)
    if before is not None:
        return own_version(session, actor, before)
    price_list = _list_for(session, supplier, price_list_id, title or file_name, stored.sha256)
    version = _same_file(session, price_list, stored) or _new_version(session, actor, price_list, stored, file_name)
    if version.state == "failed":
        _wait_for_reading(version)
    if version.state == "uploaded":
        outbox.record(session, PriceListUploaded(version.id, supplier.id))
        audit.record(session, actor, HAND_IN, version.id, file=file_name, bytes=stored.size)
    idempotency.settle(session, actor, HAND_IN, key, version.id)
    session.flush()
    return version


def _list_for(session: Session, supplier: Supplier, price_list_id: UUID | None, title: str, sha256: str) -> PriceList:
    if price_list_id is not None:
        found = session.scalar(
            select(PriceList)
            .where(PriceList.id == price_list_id, PriceList.supplier_id == supplier.id)
            .with_for_update()
        )
        if found is None:
            raise NotFound
        return found
    handed_in_before = session.scalar(
        select(PriceList)
        .join(PriceListVersion, PriceListVersion.price_list_id == PriceList.id)
        .where(PriceList.supplier_id == supplier.id, PriceListVersion.file_sha256 == sha256)
        .order_by(PriceListVersion.id.desc())
        .limit(1)
    )
    if handed_in_before is not None:
        return handed_in_before
    audience = "keeper" if supplier.kept_by else "all_of_region"
    made = PriceList(supplier_id=supplier.id, title=_title(title), audience=audience, region_codes=[])
    session.add(made)
    session.flush()
    return made


def _title(written: str) -> str:
    """What a list is called that nobody named: as its file, or plainly where it was pasted."""
    if written == PASTED:
        return UNNAMED
    return (written.rpartition(".")[0] or written).strip()[:120] or UNNAMED


def _same_file(session: Session, price_list: PriceList, stored: StoredFile) -> PriceListVersion | None:
    """The list's newest version, if it came from the same file; going back to an older file is a new version."""
    newest = session.scalar(
        select(PriceListVersion)
        .where(PriceListVersion.price_list_id == price_list.id)
        .order_by(PriceListVersion.number.desc())
        .limit(1)
    )
    return (
        newest if newest is not None and newest.file_sha256 == stored.sha256 and newest.state != "withdrawn" else None
    )


def _new_version(
    session: Session, actor: Actor, price_list: PriceList, stored: StoredFile, file_name: str
) -> PriceListVersion:
    last = select(func.coalesce(func.max(PriceListVersion.number), 0)).where(
        PriceListVersion.price_list_id == price_list.id
    )
    version = PriceListVersion(
        supplier_id=price_list.supplier_id,
        price_list_id=price_list.id,
        number=(session.scalar(last) or 0) + 1,
        file_sha256=stored.sha256,
        file_name=file_name[:200],
        file_bytes=stored.size,
        uploaded_by=actor.person_id,
        state="uploaded",
    )
    before = latest_published(session, price_list.id)
    if before is not None:
        former = session.get_one(PriceListVersion, before)
        version.completeness, version.tax_basis = former.completeness, former.tax_basis
    session.add(version)
    session.flush()
    return version


def own_version(session: Session, actor: Actor, version_id: UUID, *, lock: bool = False) -> PriceListVersion:
    """A version of a list of the actor's own suppliers, in whatever state. Raises NotFound."""
    statement = (
        select(PriceListVersion)
        .join(Supplier, Supplier.id == PriceListVersion.supplier_id)
        .where(PriceListVersion.id == version_id, own_supplier(actor))
    )
    found = session.scalar(statement.with_for_update(of=PriceListVersion) if lock else statement)
    if found is None:
        raise NotFound
    return found


def _wait_for_reading(version: PriceListVersion) -> None:
    version.state = "uploaded"
    version.failure_code = version.failure = None
    version.progress_stage, version.progress_done, version.progress_total = "waiting", 0, 0


def answer_questions(
    session: Session,
    actor: Actor,
    version_id: UUID,
    answers: Mapping[str, str],
    *,
    expected_version: int | None = None,
) -> PriceListVersion:
    """Remember what the person said (pattern -> answer) for all lists of the supplier, and have the file read again.

    Raises NotPermitted, NotFound, AlreadyPublished, ListNotUnderstoodYet, UnknownQuestion, ChangedMeanwhile.
    """
    require_writer(actor)
    version = _understood(session, actor, version_id, expected_version)
    check_answers(version.questions, answers)
    _learn(session, version.supplier_id, answers=answers)
    _read_again(session, version)
    audit.record(session, actor, "suppliers.answer_questions", version_id, answers=dict(answers))
    session.flush()
    return version


def choose_price_column(
    session: Session, actor: Actor, version_id: UUID, heading: str, *, expected_version: int | None = None
) -> PriceListVersion:
    """The column whose prices cooperatives get; remembered for the supplier's next lists. The file is read again.

    Raises NotPermitted, NotFound, AlreadyPublished, ListNotUnderstoodYet, UnknownColumn, ChangedMeanwhile.
    """
    require_writer(actor)
    version = _understood(session, actor, version_id, expected_version)
    _learn(session, version.supplier_id, meanings=meanings_with_price(version.understanding, heading))
    _read_again(session, version)
    audit.record(session, actor, "suppliers.choose_price_column", version_id)
    session.flush()
    return version


def _learn(
    session: Session,
    supplier_id: UUID,
    *,
    answers: Mapping[str, str] = MappingProxyType({}),
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Add to what reading remembers of a supplier's lists."""
    session.get_one(Supplier, supplier_id, with_for_update=True)
    stored = session.get(ReadingMemory, supplier_id)
    before = stored.content if stored else {}
    content = {
        "meanings": {**before.get("meanings", {}), **meanings},
        "answers": {**before.get("answers", {}), **answers},
    }
    session.merge(ReadingMemory(supplier_id=supplier_id, content=content))


def _read_again(session: Session, version: PriceListVersion) -> None:
    _wait_for_reading(version)
    outbox.record(session, PriceListAnswered(version.id, version.supplier_id))


def _understood(session: Session, actor: Actor, version_id: UUID, expected_version: int | None) -> PriceListVersion:
    version = own_version(session, actor, version_id, lock=True)
    if expected_version is not None and version.version != expected_version:
        raise ChangedMeanwhile
    if version.state in {"published", "withdrawn"}:
        raise errors.AlreadyPublished
    if version.state != "understood":
        raise errors.ListNotUnderstoodYet
    return version


def publish(
    session: Session,
    actor: Actor,
    version_id: UUID,
    publication: Publication,
    *,
    expected_version: int | None = None,
    key: str | None = None,
) -> PriceListVersion:
    """Put a version before its audience, from `valid_from` (default: today) on; until then the former one holds.

    Rows in doubt are published with what is in doubt about them. A partial list leaves everything that it does not name
    as it was. Raises NotPermitted, NotFound, AlreadyPublished, ListNotUnderstoodYet, NothingToPublish, NobodyChosen,
    NoRegionServed, ValidityBackwards, NewerVersionPublished, ChangedMeanwhile, IdempotencyKeyReused.
    """
    require_writer(actor)
    before = idempotency.claim(session, actor, PUBLISH, key, {"version": version_id, "publication": repr(publication)})
    if before is not None:
        return own_version(session, actor, before)
    version = _understood(session, actor, version_id, expected_version)
    if not version.counts.get("priced"):
        raise errors.NothingToPublish
    price_list = session.get_one(PriceList, version.price_list_id, with_for_update=True)
    _set_validity(session, actor, version, publication)
    _set_audience(session, price_list, version, publication)
    version.completeness, version.tax_basis = publication.completeness, publication.tax_basis
    if publication.completeness == "partial":
        _carry_over(session, version)
    version.state, version.published_at, version.published_by = "published", now(), actor.person_id
    tax = {TAX: publication.tax_basis} if publication.tax_basis and _was_asked(version, TAX) else {}
    _learn(session, version.supplier_id, answers=tax, meanings=version.understanding.get("meanings", {}))
    price_list.archived_at = None
    outbox.record(session, PriceListPublished(version.id, version.supplier_id))
    audit.record(session, actor, PUBLISH, version_id, completeness=version.completeness, audience=price_list.audience)
    idempotency.settle(session, actor, PUBLISH, key, version_id)
    session.flush()
    return version


def _was_asked(version: PriceListVersion, pattern: str) -> bool:
    return any(question["pattern"] == pattern for question in version.questions)


def _set_validity(session: Session, actor: Actor, version: PriceListVersion, publication: Publication) -> None:
    valid_from = publication.valid_from or today(actor.time_zone)
    if publication.valid_until is not None and publication.valid_until < valid_from:
        raise errors.ValidityBackwards(field="valid_until")
    newer = session.scalar(
        select(func.max(PriceListVersion.number)).where(
            PriceListVersion.price_list_id == version.price_list_id, PriceListVersion.state == "published"
        )
    )
    if newer is not None and newer > version.number:
        raise errors.NewerVersionPublished(number=newer)
    version.valid_from, version.valid_until = valid_from, publication.valid_until


def _set_audience(session: Session, price_list: PriceList, version: PriceListVersion, publication: Publication) -> None:
    """Fix whom the version is published to, and begin with that the next time."""
    audience = "keeper" if price_list.audience == "keeper" else publication.audience
    if audience not in {"all_of_region", "chosen", "keeper"}:
        raise Invalid(field="audience")
    if audience == "chosen" and not publication.cooperative_ids:
        raise errors.NobodyChosen(field="cooperative_ids")
    if audience == "all_of_region" and not publication.region_codes:
        raise errors.NoRegionServed(field="region_codes")
    cooperatives = _cooperatives(session, publication.cooperative_ids) if audience == "chosen" else []
    price_list.audience = version.audience = audience
    price_list.region_codes = version.region_codes = list(publication.region_codes)
    session.add_all(
        PriceListAudience(version_id=version.id, supplier_id=version.supplier_id, cooperative_id=each)
        for each in cooperatives
    )


def _cooperatives(session: Session, ids: tuple[UUID, ...]) -> list[UUID]:
    """The chosen organisations, each once; raises NobodyChosen where one of them is no cooperative."""
    wanted = set(ids)
    found = session.scalars(
        select(Organisation.id).where(Organisation.id.in_(wanted), Organisation.kind == "cooperative")
    ).all()
    if set(found) != wanted:
        raise errors.NobodyChosen(field="cooperative_ids")
    return list(found)


def _carry_over(session: Session, version: PriceListVersion) -> None:
    """What the version in force offers and the new one does not name stays as it was, with its own source."""
    before = latest_published(session, version.price_list_id)
    if before is None:
        return
    session.flush()
    columns = [column.key for column in Offer.__table__.columns]
    taken = {"id": "gen_random_uuid()", "version_id": ":version", "change": "'same'", "former_price": "former.price"}
    values = ", ".join(taken.get(name, f'former."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    statement = (
        f"INSERT INTO offer ({names}) SELECT {values} FROM offer AS former WHERE former.version_id = :former"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM offer AS given"
        " WHERE given.version_id = :version AND given.article_id = former.article_id)"
    )
    session.execute(text(statement), {"version": version.id, "former": before})


def withdraw(
    session: Session, actor: Actor, version_id: UUID, *, expected_version: int | None = None
) -> PriceListVersion:
    """Take a published version back; the one before it is in force again. Orders made meanwhile keep their prices.

    Raises NotPermitted, NotFound, NotPublished, ChangedMeanwhile.
    """
    require_writer(actor)
    version = own_version(session, actor, version_id, lock=True)
    if expected_version is not None and version.version != expected_version:
        raise ChangedMeanwhile
    if version.state != "published":
        raise errors.NotPublished
    version.state, version.withdrawn_at = "withdrawn", now()
    outbox.record(session, PriceListWithdrawn(version.id, version.supplier_id))
    audit.record(session, actor, "suppliers.withdraw", version_id)
    session.flush()
    return version
