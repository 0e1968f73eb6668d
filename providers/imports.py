"""Lists of providers that declared themselves, taken over from spreadsheets."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import OrganisationKind
from accounts.imports import EnterpriseImporter
from core.models import ImportBatch
from core.sheets import RowPlan, SheetColumn, SheetRow, Unreadable, register_importer
from core.sheets.importing import chunks, refuse_if_needed
from core.sheets.values import fold, plain
from providers.models import ProviderProfile
from reference.models import IndustryLabel, Service

SERVICES: Final = pgettext_lazy("provider", "Services")
_SEPARATORS = re.compile(r"[、;；,，/\s]+")


class ServiceLookup:
    """Reads services by name or key; raises Unreadable for anything else."""

    def __call__(self, value: object) -> list[Service]:
        """Return the services a cell names, each once."""
        words = [word for word in _SEPARATORS.split(plain(value) or "") if word]
        unknown = [word for word in words if fold(word) not in self._known]
        if unknown:
            raise Unreadable(
                _("No service is called “%(name)s”."), name=unknown[0][:40]
            )
        return list(dict.fromkeys(self._known[fold(word)] for word in words))

    @cached_property
    def _known(self) -> dict[str, Service]:
        return {
            fold(name): service
            for service in Service.objects.all()
            for name in (service.pk, service.name, service.name_en)
        }


@register_importer
class ProviderImporter(EnterpriseImporter):
    """Providers with what they declared; rows naming services are listed."""

    key = "providers"
    label = _("Providers")
    kind = OrganisationKind.PROVIDER

    def __init__(self, **options: Any) -> None:
        """Read what providers declare besides identity and contacts."""
        super().__init__(**options)
        self.columns = [
            *self.columns,
            SheetColumn(
                "services",
                SERVICES,
                ["服务类别", "服务内容", "业务范围", "服务范围", "services"],
                parse=ServiceLookup(),
                example="咨询、审核",
            ),
            SheetColumn(
                "introduction",
                pgettext_lazy("provider", "Introduction"),
                ["简介", "机构简介", "单位简介", "introduction"],
            ),
        ]

    def plan(self, rows: Sequence[SheetRow]) -> list[RowPlan]:
        """Plan as for every organisation; say which rows are not listed."""
        plans = super().plan(rows)
        for plan in plans:
            values = plan.row.values
            if plan.creates and not (values.get("services") and values["credit_code"]):
                plan.row.warn(
                    SERVICES,
                    _("Registered but not listed: services or code are missing."),
                )
                plan.outcome = type(plan.outcome).WARNED
        return plans

    def write(self, plans: Sequence[RowPlan], batch: ImportBatch) -> None:
        """Create the organisations, and the listings of those that can be."""
        super().write(plans, batch)
        for plan in plans:
            values = plan.row.values
            if not (values.get("services") and values["credit_code"]):
                continue
            profile = ProviderProfile.objects.create(
                organisation=plan.target,  # type: ignore[misc]  # planned as an organisation
                introduction=values.get("introduction") or "",
                listed_at=batch.uploaded_at,
                updated_at=batch.uploaded_at,
            )
            profile.services.set(values["services"])
            profile.labels.set(
                IndustryLabel.objects.filter(pk__in=plan.extra["labels"])
            )

    def undo(self, model: type[models.Model], keys: Sequence[Any]) -> None:
        """Delete listings and organisations that nothing has come to depend on."""
        profiles = ProviderProfile.objects.filter(organisation__in=keys)
        refuse_if_needed(
            ProviderProfile, list(profiles.values_list("pk", flat=True)), frozenset()
        )
        refuse_if_needed(model, keys, frozenset({"providers.providerprofile"}))
        for part in chunks(keys):
            ProviderProfile.objects.filter(organisation__in=part).delete()
        super().undo(model, keys)
