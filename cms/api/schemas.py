"""The shapes of answers.

Meanings are marked for translation: the description for machines has them in
English, the page for people in the reader's language.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import WithJsonSchema

from audits.enums import Basis, Outcome
from audits.states import RoundState
from blacklist.enums import ConductKind, Tier
from marketplace.states.jobs import JobState

# Codes that an answer may hold; their labels are those of the pages.
VOCABULARIES = (JobState, RoundState, Basis, Outcome, ConductKind, Tier)

Address = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
# Amounts travel as text, so that no reader rounds them.
Yuan = Annotated[Decimal, WithJsonSchema({"type": "string", "format": "decimal"})]


class Named(Schema):
    """A row of reference data by its key, with both names."""

    key: str = Field(description=_("Key that never changes"))
    name: str = Field(description=_("Name in Chinese"))
    name_en: str = Field(description=_("Name in English, may be empty"))


class Problem(Schema):
    """Why a request was not answered."""

    detail: str = Field(description=_("What is wrong, in one sentence"))


class Fault(Schema):
    """What is wrong with one parameter."""

    type: str = Field(description=_("Code of the mistake"))
    loc: list[str | int] = Field(description=_("Place and name of the parameter"))
    msg: str = Field(description=_("The mistake in words"))


class Invalid(Schema):
    """Which parameters make no sense, and why."""

    detail: list[Fault] = Field(description=_("One entry for each mistake"))


class Provider(Schema):
    """A provider of the directory."""

    credit_code: str = Field(description=_("Unified social credit code"))
    name: str = Field(description=_("Registered name"))
    name_en: str = Field(description=_("Name in English, may be empty"))
    place: Named | None = Field(description=_("Where it is registered"))
    services: list[Named] = Field(description=_("Services it offers"))
    industries: list[Named] = Field(description=_("Industries it works in"))
    identity_checked: bool = Field(
        description=_("Whether its identity was checked against its licence")
    )
    current_publications: int = Field(
        description=_("How many publications of the register name it today"), ge=0
    )
    url: Address = Field(description=_("Page of the portal"))


class Expert(Schema):
    """A member of the pool: only what the member agreed to publish."""

    number: str = Field(description=_("Number in the pool"))
    name: str = Field(description=_("Name; empty without consent"))
    employer: str = Field(description=_("Employer; empty without consent"))
    title: str = Field(description=_("Professional title; empty without consent"))
    specialities: list[Named] = Field(description=_("Recognised specialities"))
    url: Address = Field(description=_("Page of the portal"))


class Job(Schema):
    """A published job. Bids never appear here before their opening."""

    number: str = Field(description=_("Number of the job"))
    title: str = Field(description=_("Title"))
    enterprise: str = Field(description=_("Enterprise that posted it"))
    state: JobState = Field(description=_("Where it stands; never a draft"))
    services: list[Named] = Field(description=_("Services asked for"))
    place: Named | None = Field(description=_("Where the work is done"))
    budget_yuan: Yuan | None = Field(
        description=_("Budget in yuan; null where the enterprise keeps it to itself")
    )
    questions_until: datetime = Field(description=_("Last moment for questions"))
    bids_until: datetime = Field(description=_("Last moment for bids"))
    url: Address = Field(description=_("Page of the portal"))


class AuditResult(Schema):
    """A round the public may know of."""

    number: str = Field(description=_("Number of the round"))
    enterprise: str = Field(description=_("Audited enterprise"))
    credit_code: str | None = Field(description=_("Unified social credit code"))
    basis: Basis = Field(description=_("Why it is audited"))
    state: RoundState = Field(description=_("How far the round has come"))
    conclusion: Outcome | None = Field(
        description=_("Conclusion of the acceptance, once published")
    )
    acceptance_on: date | None = Field(description=_("Day of the acceptance"))
    url: Address = Field(description=_("Page of the portal"))


class Publication(Schema):
    """A name that is published today."""

    number: str = Field(description=_("Number of the publication"))
    name: str = Field(description=_("Name of the party"))
    credit_code: str = Field(description=_("Unified social credit code, may be empty"))
    kind: ConductKind = Field(description=_("Kind of conduct"))
    tier: Tier = Field(description=_("How grave the conduct is"))
    document_number: str = Field(description=_("Number of the decision"))
    authority: str = Field(description=_("Authority that decided"))
    decided_on: date = Field(description=_("Day of the decision"))
    published_on: date = Field(description=_("First day of the publication"))
    until: date = Field(
        description=_("Day on which the publication ends at the latest")
    )
    log_index: int = Field(description=_("Entry of the public log"), ge=0)
    url: Address = Field(description=_("Page of the portal"))


class NameCheck(Schema):
    """What the register says about one name or credit code on a day."""

    on: date = Field(description=_("The day asked about"))
    current_publication: bool = Field(
        description=_("Whether a publication is current on that day")
    )
    publications: list[Publication] = Field(description=_("The current publications"))


class Hit(Schema):
    """One thing that was found."""

    kind: str = Field(description=_("Kind of record"))
    title: str = Field(description=_("Title"))
    url: Address = Field(description=_("Page of the portal"))


class Found(Schema):
    """A page of hits."""

    total: int = Field(description=_("Number of all hits"), ge=0)
    engine: str = Field(description=_("Search engine that answered"))
    degraded: bool = Field(
        description=_("Whether a simpler engine stands in for the usual one")
    )
    close: bool = Field(
        description=_(
            "Whether nothing contains all of that, so that the hits only come near"
        )
    )
    hits: list[Hit] = Field(description=_("The hits of this page, the best first"))
    next: Address | None = Field(
        description=_("Address of the next page; nothing on the last one")
    )
