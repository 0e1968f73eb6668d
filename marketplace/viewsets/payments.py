"""Payments in the staff area: looked at by the operator, changed by nobody there.

What two parties pay each other is their own affair; authority staff see none of it.
The operator answers for the ways of payment and finds one that hangs.
"""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.models import User
from core.staff_lists import CodeColumn, InstantColumn, MoneyColumn, StaffIndexView
from marketplace.models import Payment
from marketplace.permissions.contracts import can_oversee_payments
from marketplace.selectors.ledger import payments_overseen_by
from marketplace.states.contracts import PaymentMethod, PaymentState, Side
from reference.filters import ALL

_RETURNED = [("yes", _("Refunded in whole or in part")), ("no", _("Not refunded"))]


class PaymentPolicy(BasePermissionPolicy):
    """The operator looks; payments are made and confirmed by the parties."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Let the operator view."""
        return action == "view" and can_oversee_payments(user)

    def user_has_any_permission(self, user: User, actions: list[str]) -> bool:
        """Tell whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class PaymentFilterSet(WagtailFilterSet):
    """Narrow the payments down."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PaymentState.choices, empty_label=ALL
    )
    method = django_filters.ChoiceFilter(
        label=_("Method"), choices=PaymentMethod.choices, empty_label=ALL
    )
    payer_side = django_filters.ChoiceFilter(
        label=_("Paid by"), choices=Side.choices, empty_label=ALL
    )
    refunds = django_filters.ChoiceFilter(
        label=_("Refunds"), choices=_RETURNED, empty_label=ALL, method="keep_refunded"
    )

    class Meta:
        model = Payment
        fields: list[str] = []

    def keep_refunded(
        self, payments: QuerySet[Payment], name: str, value: str
    ) -> QuerySet[Payment]:
        """Keep payments of which something went back, or the others."""
        del name
        if value == "yes":
            return payments.filter(refunded__gt=0)
        return payments.filter(refunded=0)


class PaymentIndexView(StaffIndexView):
    """Every payment and what of it went back."""

    page_title = pgettext_lazy("staff area", "Payments")
    filterset_class = PaymentFilterSet
    default_ordering = "-created_at"
    search_fields = [
        *("contract__number", "statement__number", "contract__job__title"),
        *("contract__enterprise__name", "contract__provider__name"),
        *("reference", "intent_id", "external_id"),
    ]
    list_export = [
        *("contract.number", "statement.number", "contract.enterprise"),
        *("contract.provider", "payer_side", "amount", "refunded", "method"),
        *("state", "reference", "paid_on", "created_at", "confirmed_at", "reason"),
    ]
    export_headings = {
        "contract.number": _("Contract"),
        "statement.number": _("Statement"),
        "contract.enterprise": _("Enterprise"),
        "contract.provider": _("Provider"),
    }
    export_filename = "payments"

    @cached_property
    def columns(self) -> list[Any]:
        """Name the columns."""
        return [
            TitleColumn(
                "job",
                label=_("Job"),
                accessor="contract.job.title",
                sort_key="contract__job__title",
                get_url=lambda row: reverse("jobs:detail", args=[row.contract.job_id]),
            ),
            CodeColumn(
                "contract",
                label=_("Contract"),
                accessor="contract.number",
                sort_key="contract__number",
            ),
            Column("payer", label=_("Paid by"), accessor="payer.label"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount"),
            MoneyColumn("refunded", label=_("Refunded"), sort_key="refunded"),
            Column("method", label=_("Method"), accessor="get_method_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            InstantColumn(
                "created_at",
                label=pgettext_lazy("payment", "Made at"),
                sort_key="created_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Payment]:
        """Return what this person oversees."""
        return payments_overseen_by(self.request.user)


class PaymentViewSet(ViewSet):
    """Payments in the staff area."""

    name = url_prefix = "payments"
    icon = "list-ul"
    menu_label = pgettext_lazy("staff area", "Payments")
    menu_order = 285
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type:
        """Show the item to the operator only."""
        base = super().menu_item_class

        class PaymentsMenuItem(base):  # type: ignore[misc, valid-type] # untyped library
            def is_shown(self, request: HttpRequest) -> bool:
                return can_oversee_payments(request.user)

        return PaymentsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        """Return the pages of the group."""
        shared = {
            "model": Payment,
            "permission_policy": PaymentPolicy(Payment),
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "header_icon": self.icon,
        }
        results = PaymentIndexView.as_view(**shared, results_only=True)
        return [
            path("", PaymentIndexView.as_view(**shared), name="index"),
            path("results/", results, name="index_results"),
        ]
