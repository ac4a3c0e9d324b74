"""Puts the sample region in, by the same services that people use; a second run finds it there and changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from ..actor import Actor
from ..clock import now, today
from ..database import transaction
from ..files import keep
from ..identity.models import Organisation, Person, Region
from ..identity.rules import phone_number
from ..identity.services.memberships import add_membership, create_person
from ..identity.services.organisations import Profile, create_organisation
from ..identity.services.regions import load_regions
from ..orders.models import WantList
from ..orders.services.wants import Wanted, create_want_list
from ..servers.installation import CannotStart
from ..settings import Settings
from ..suppliers.jobs import read_price_list
from ..suppliers.services import boats, freight, lists
from ..suppliers.services import suppliers as supplying
from .books import keep_books, open_the_books
from .history import buy_last_month
from .lists import LISTS, PRIVATE_LIST, PRIVATE_SUPPLIER, SAMPLES, WANTS, SampleList
from .people import ORGANISATIONS, PERSONAS, REGENCY, Persona


class Incomplete(CannotStart):
    """An earlier run ended before the sample region was whole."""


Progress = Callable[[str], None]


def load(settings: Settings, progress: Progress) -> Sequence[Persona]:
    """Load regions and sample region unless they are there; give who can sign in. Needs the app context."""
    if _count(Region) == 0:
        progress("Memuat 91 ribu wilayah / loading 91 thousand regions")
        with transaction() as session:
            load_regions(session)
    if _count(Organisation) == 0:
        progress("Memuat contoh Kota Batam / loading the sample region")
        hands = _people()
        open_the_books(hands["terung", "treasurer"])
        for sample in LISTS:
            _supply(settings, hands, sample, progress)
        progress("Mengisi buku koperasi / keeping the books")
        _books(settings, hands)
        _cooperative(settings, hands["terung", "manager"])
    elif _count(WantList) == 0:
        raise Incomplete("The sample region was left half loaded: start over with make demo RESET=1.")
    return _who_is_here()


def _who_is_here() -> Sequence[Persona]:
    """The sample people who can sign in: a sample of an earlier release has fewer."""
    with transaction() as session:
        phones = set(session.scalars(select(Person.phone)))
    return [persona for persona in PERSONAS if phone_number(persona.sign_in) in phones]


def _count(table: type[Region] | type[Organisation] | type[WantList]) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _people() -> dict[tuple[str, str], Actor]:
    """Organisations and people; gives the actor of each role in each organisation."""
    actors: dict[tuple[str, str], Actor] = {}
    with transaction() as session:
        ids: dict[str, UUID] = {}
        for sample in ORGANISATIONS:
            profile = Profile(
                name=sample.name,
                region_code=sample.region_code,
                phone=sample.phone,
                is_island=sample.is_island,
                is_pkp=sample.is_pkp,
            )
            ids[sample.key] = create_organisation(session, None, kind=sample.kind, profile=profile).id
        for persona in PERSONAS:
            person = create_person(session, None, name=persona.name, phone=persona.sign_in, password=persona.password)
            organisation = ids[persona.organisation_key]
            add_membership(session, None, person_id=person.id, organisation_id=organisation, roles=persona.roles)
            actor = _actor(session.get_one(Organisation, organisation), person, persona)
            actors |= {(persona.organisation_key, role): actor for role in persona.roles}
    return actors


def _actor(organisation: Organisation, person: Person, persona: Persona) -> Actor:
    return Actor(
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,  # type: ignore[arg-type]
        roles=frozenset(persona.roles),
        person_id=person.id,
        time_zone=organisation.time_zone,
        names={"person": person.name, "organisation": organisation.name},
    )


def _supply(settings: Settings, hands: Mapping[tuple[str, str], Actor], sample: SampleList, progress: Progress) -> None:
    """A supplier's terms and his list; between two versions of it the cooperative buys from the first."""
    actor = hands[sample.supplier, "sales"]
    with transaction() as session:
        supplier = supplying.ensure_own_supplier(session, actor)
        supplying.set_terms(session, actor, supplier.id, _terms(sample))
        if sample.freight_per_kg is not None:
            tariff = freight.Tariff(per_kg=sample.freight_per_kg, days=1)
            freight.set_freight_rate(session, actor, supplier.id, REGENCY, tariff)
    first_day, price_list_id = _first_of_month(actor), None
    for file in sample.files:
        progress(f"Membaca daftar harga / reading {file}")
        is_newest = file == sample.files[-1]
        month = first_day if is_newest else (first_day - timedelta(days=1)).replace(day=1)
        publication = lists.Publication(
            tax_basis=sample.tax_basis, audience="all_of_region", region_codes=(REGENCY,), valid_from=month
        )
        price_list_id = _hand_in(settings, actor, supplier.id, SAMPLES / file, publication, price_list_id)
        if not is_newest:
            cooperative = {role: hands["terung", role] for role in ("manager", "chair", "treasurer")}
            buy_last_month({**cooperative, "seller": actor})


def _terms(sample: SampleList) -> supplying.Terms:
    return supplying.Terms(
        minimum_value=sample.minimum_value,
        payment_term=sample.payment_term,
        payment_days=sample.payment_days,
        lead_days=sample.lead_days,
    )


def _hand_in(
    settings: Settings,
    actor: Actor,
    supplier_id: UUID,
    source: Path | str,
    publication: lists.Publication,
    price_list_id: UUID | None = None,
) -> UUID:
    """Hand a list in, read it at once instead of waiting for a worker, publish what was understood; gives the list."""
    content = source.read_bytes() if isinstance(source, Path) else source.encode()
    name = source.name if isinstance(source, Path) else "tempelan.txt"
    stored = keep(settings.data_folder, io.BytesIO(content), most_bytes=settings.upload_bytes)
    with transaction() as session:
        version = lists.hand_in(session, actor, supplier_id, stored, file_name=name, price_list_id=price_list_id)
    read_price_list(f"demo-{version.id}", {"version_id": str(version.id)})
    with transaction() as session:
        lists.publish(session, actor, version.id, publication)
    return version.price_list_id


def _books(settings: Settings, hands: Mapping[tuple[str, str], Actor]) -> None:
    own = {role: actor for (organisation, role), actor in hands.items() if organisation == "terung"}
    member = own["member"]
    assert member.person_id is not None
    phone = next(persona.sign_in for persona in PERSONAS if "member" in persona.roles)
    keep_books(settings, own, (member.person_id, phone))


def _cooperative(settings: Settings, actor: Actor) -> None:
    """The cooperative of Pulau Terung: its way over the sea, a supplier of its own, and what it wants to buy."""
    name, phone = PRIVATE_SUPPLIER
    with transaction() as session:
        route = boats.add_sea_route(
            session,
            actor,
            boats.Line(
                name="Pancung Sekupang - Pulau Terung",
                port_from="Sekupang",
                port_to="Pulau Terung",
                days=0,
                weekdays=(0, 3),
            ),
        )
        tariff = freight.Tariff(per_kg=Decimal(200), days=0)
        freight.add_carriage(session, actor, name="Perahu dan gerobak", tariff=tariff, sea_route_id=route.id)
        supplier = supplying.add_supplier(session, actor, name=name, phone=phone)
    _hand_in(settings, actor, supplier.id, PRIVATE_LIST, lists.Publication(valid_from=_first_of_month(actor)))
    with transaction() as session:
        wants = tuple(Wanted(words=words, quantity=quantity, unit=unit) for words, quantity, unit in WANTS)
        create_want_list(
            session, actor, title="Belanja Senin", wanted_on=today(actor.time_zone) + timedelta(days=8), wants=wants
        )


def _first_of_month(actor: Actor) -> date:
    return today(actor.time_zone, at=now()).replace(day=1)
