"""The shapes of answers."""

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class Named(Schema):
    """A row of reference data by its key, with both names."""

    key: str
    name: str
    name_en: str


class Problem(Schema):
    """Why a request was not answered."""

    detail: str


class Provider(Schema):
    """A provider of the directory."""

    credit_code: str
    name: str
    name_en: str
    place: Named | None
    services: list[Named]
    industries: list[Named]
    identity_checked: bool
    current_publications: int
    url: str


class Expert(Schema):
    """A member of the pool: only what the member agreed to publish."""

    number: str
    name: str
    employer: str
    title: str
    specialities: list[Named]
    url: str


class Job(Schema):
    """A published job. Bids never appear here before their opening."""

    number: str
    title: str
    enterprise: str
    state: str
    services: list[Named]
    place: Named | None
    budget_yuan: Decimal | None
    questions_until: datetime
    bids_until: datetime
    url: str


class AuditResult(Schema):
    """A round the public may know of."""

    number: str
    enterprise: str
    credit_code: str | None
    basis: str
    state: str
    conclusion: str | None
    acceptance_on: date | None
    url: str


class Publication(Schema):
    """A name that is published today."""

    number: str
    name: str
    credit_code: str
    kind: str
    tier: str
    document_number: str
    authority: str
    decided_on: date
    published_on: date
    until: date
    log_index: int
    url: str


class NameCheck(Schema):
    """What the register says about one name or credit code on a day."""

    on: date
    current_publication: bool
    publications: list[Publication]


class Hit(Schema):
    """One thing that was found."""

    kind: str
    title: str
    url: str


class Found(Schema):
    """A page of hits."""

    total: int
    engine: str
    degraded: bool
    hits: list[Hit]
