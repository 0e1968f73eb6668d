"""Recording facts about quality, for the floors that establish them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from core.clock import shanghai_day
from core.journal import record
from core.models.journal import label_of
from core.refusals import Refusal
from providers.bands import write_bands
from providers.enums import ObservationKind
from providers.journal import ProviderAction
from providers.models import QualityObservation

ONE = Decimal(1)


class ObservationRefused(Refusal):
    """What was handed in is no fact about a provider's quality."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: the row, how it is called, its public page."""

    row: models.Model
    label: str
    label_en: str = ""
    path: str = ""


@transaction.atomic
def record_observation(
    *,
    provider: Organisation,
    kind: ObservationKind,
    value: Decimal,
    source: Source,
    observed_on: date,
    at: datetime,
    weight: Decimal = ONE,
    actor: User | None = None,
) -> QualityObservation:
    """Record a fact; ``value`` is a share of the best outcome, 0 to 1.

    One fact of a kind stands per source: recording the same again changes
    nothing, recording another value takes the earlier one back. Raises
    ObservationRefused outside 0 to 1 and for anybody who is no provider.
    """
    _refuse_nonsense(provider, value, weight)
    standing = (
        QualityObservation.objects.locked()
        .standing()
        .filter(
            provider=provider,
            kind=kind,
            source_type=label_of(source.row),
            source_id=str(source.row.pk),
        )
    )
    earlier = standing.first()
    if earlier is not None:
        if (earlier.value, earlier.weight, earlier.observed_on) == (
            value,
            weight,
            observed_on,
        ):
            return earlier
        earlier.retracted_at = at
        earlier.retraction = "superseded"
        earlier.save(update_fields=["retracted_at", "retraction"])
    observation = QualityObservation.objects.create(
        provider=provider,
        kind=kind,
        value=value,
        weight=weight,
        source_type=label_of(source.row),
        source_id=str(source.row.pk),
        source_label=source.label,
        source_label_en=source.label_en,
        source_path=source.path,
        observed_on=observed_on,
        recorded_at=at,
    )
    write_bands([provider.pk], shanghai_day(at))
    record(
        ProviderAction.OBSERVED,
        observation,
        actor=actor,
        at=at,
        name=provider.name,
        kind=str(kind),
        value=value,
    )
    return observation


@transaction.atomic
def retract_observation(
    *, observation_id: int, reason: str, at: datetime, actor: User | None = None
) -> QualityObservation:
    """Take a fact back, because its source was annulled or corrected.

    Taking it back twice changes nothing.
    """
    observation = QualityObservation.objects.locked().get(pk=observation_id)
    if observation.retracted_at is not None:
        return observation
    observation.retracted_at = at
    observation.retraction = reason
    observation.save(update_fields=["retracted_at", "retraction"])
    write_bands([observation.provider_id], shanghai_day(at))

    record(
        ProviderAction.RETRACTED,
        observation,
        actor=actor,
        at=at,
        name=observation.provider.name,
        kind=observation.kind,
        reason=reason,
    )
    return observation


def _refuse_nonsense(provider: Organisation, value: Decimal, weight: Decimal) -> None:
    if provider.kind != OrganisationKind.PROVIDER:
        raise ObservationRefused(_("Only providers have a quality record."))
    if not 0 <= value <= 1:
        raise ObservationRefused(_("A quality fact is a share between 0 and 1."))
    if weight <= 0:
        raise ObservationRefused(_("The weight of a quality fact is positive."))
