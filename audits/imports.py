"""Audit lists, taken over from spreadsheets as drafts."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.imports import EnterpriseImporter, contact_columns, identity_columns
from accounts.models import Organisation, User
from accounts.permissions import Person, is_staff_of
from accounts.selectors import authority_for, posts_of, staff_overseen_by
from audits.models import AuditList, Listing, ListingReason
from audits.states import ListState
from core import clock
from core.clock import shanghai_day
from core.models import ImportBatch
from core.numbers import next_number
from core.refusals import Refusal
from core.sheets import (
    Importer,
    Outcome,
    RowPlan,
    SheetColumn,
    SheetRow,
    Unreadable,
    register_importer,
)
from core.sheets.importing import refuse_if_needed
from core.sheets.values import day, deadline, fold, plain
from reference.models import Jurisdiction

REASONS = _("Grounds of listing")
DOCUMENT = _("Document number")
ISSUED_ON = pgettext_lazy("audit list", "Issued on")
OTHER = "other"
_PARTS = re.compile(r"[、,，;；/+\n]|以及|及|和")


class ReasonParser:
    """Reads cells such as 双超、双有 into grounds of listing."""

    def __init__(self) -> None:
        """Read the table of grounds when the first cell is read."""
        self._by_words: dict[str, ListingReason] = {}

    def __call__(self, value: object) -> list[ListingReason]:
        """Return the grounds a cell names; raise Unreadable for unknown words."""
        written = plain(value)
        if written is None:
            return []
        known = self._known()
        parts = [part for part in _PARTS.split(written) if part.strip()]
        unknown = [part for part in parts if self._key(part) not in known]
        if unknown:
            raise Unreadable(
                _("No ground of listing is called %(words)s."),
                words="、".join(unknown),
            )
        return list(
            {
                known[self._key(part)].key: known[self._key(part)] for part in parts
            }.values()
        )

    def _known(self) -> dict[str, ListingReason]:
        if not self._by_words:
            for reason in ListingReason.objects.all():
                words = [reason.key, reason.name, reason.name_en]
                for word in (*words, *reason.words.split()):
                    self._by_words[self._key(word)] = reason
        return self._by_words

    @staticmethod
    def _key(word: str) -> str:
        return (
            fold(re.sub(r"[（(].*", "", word)).removesuffix("企业").removesuffix("类")
        )


def list_columns() -> list[SheetColumn]:
    """Return the columns of an audit list beside those about the enterprise."""
    return [
        SheetColumn(
            "reasons",
            REASONS,
            [
                "列入原因",
                "列入依据",
                "审核类型",
                "类型",
                "类别",
                "企业类别",
                "强制审核类型",
                "审核原因",
                "纳入原因",
                "实施类型",
                "双超双有高耗能",
            ],
            parse=ReasonParser(),
            example="双超、双有",
        ),
        SheetColumn(
            "time_limit_on",
            _("Time limit"),
            ["完成时限", "审核时限", "完成时间", "要求完成时间", "时限", "截止时间"],
            parse=deadline,
            example="2027年6月30日",
        ),
        SheetColumn(
            "document_number",
            DOCUMENT,
            ["文号", "发文字号", "文件号", "名单文号", "发布文号"],
        ),
        SheetColumn(
            "issued_on",
            ISSUED_ON,
            ["发布日期", "公布日期", "发布时间", "公布时间", "印发日期", "发文日期"],
            parse=day,
        ),
    ]


@register_importer
class AuditListImporter(Importer):
    """An audit list: enterprises, matched or new, put on a draft list.

    Options: ``authority_id``, ``title``, ``document_number``, ``issued_on`` (ISO).
    What is not given is taken from the rows, and said where it was assumed.
    """

    key = "audit_list"
    label = _("Audit list")

    def __init__(self, **options: Any) -> None:
        """Read no table before the first row asks for it."""
        super().__init__(**options)
        self.columns = [*identity_columns(), *contact_columns(), *list_columns()]
        self.enterprises = EnterpriseImporter()

    @classmethod
    def can_import(cls, user: Person) -> bool:
        """Allow authority staff."""
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_superuser or posts_of(user, clock.today()).exists()

    @classmethod
    def staff_overseen_by(cls, user: User) -> models.QuerySet[User]:
        """Let the staff of a place see the imports of its authorities."""
        return staff_overseen_by(user, clock.today())

    @classmethod
    def option_fields(cls) -> dict[str, forms.Field]:
        """Ask for what a file often does not say."""
        return {
            "authority_id": forms.TypedChoiceField(
                label=_("Issuing authority"),
                choices=_authority_choices,
                coerce=int,
                required=False,
            ),
            "title": forms.CharField(label=_("Title"), max_length=200, required=False),
            "document_number": forms.CharField(
                label=DOCUMENT, max_length=80, required=False
            ),
            "issued_on": forms.DateField(
                label=ISSUED_ON,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
                help_text=_("Statutory periods run from this day."),
            ),
        }

    def plan(self, rows: Sequence[SheetRow]) -> list[RowPlan]:
        """Match or create each row's enterprise, and put it on its list."""
        authority = self._authority()
        listed = _already_listed(authority)
        plans = self.enterprises.plan(rows)
        return [self._plan(plan, authority, listed) for plan in plans]

    def write(self, plans: Sequence[RowPlan], batch: ImportBatch) -> None:
        """Create new enterprises, the draft lists, and the entries on them."""
        new = [plan.extra["enterprise"] for plan in plans if plan.extra["is_new"]]
        self.enterprises.write(new, batch)
        lists: dict[str, AuditList] = {}
        for plan in plans:
            listing = plan.target
            assert isinstance(listing, Listing)  # noqa: S101 - tells the type
            number = plan.extra["document_number"]
            if number not in lists:
                lists[number] = self._draft(number, plan.extra["issued_on"], batch)
            listing.audit_list = lists[number]
            # The enterprise has its key only now.
            listing.enterprise = plan.extra["enterprise"].target
        listings = [plan.target for plan in plans]
        Listing.objects.bulk_create(listings, batch_size=1000)  # type: ignore[arg-type]
        _link_reasons(plans)
        batch.options = {
            **batch.options,
            "lists": [audit_list.pk for audit_list in lists.values()],
            "enterprises": [plan.target.pk for plan in new if plan.target],
        }

    def undo(self, model: type[models.Model], keys: Sequence[Any]) -> None:
        """Take entries, new enterprises and empty drafts away again.

        Raises Refusal once a list is out or an enterprise is in use.
        """
        refuse_if_needed(model, keys, self.owned)
        model._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - Django's documented name
        created = self.options.get("enterprises", [])
        refuse_if_needed(Organisation, created, frozenset())
        Organisation.objects.filter(pk__in=created).delete()
        AuditList.objects.filter(
            pk__in=self.options.get("lists", []),
            state=ListState.DRAFT,
            listings__isnull=True,
        ).delete()

    def _plan(
        self,
        plan: RowPlan,
        authority: Organisation | None,
        listed: set[tuple[str, int]],
    ) -> RowPlan:
        row = plan.row
        if authority is None:
            row.refuse("", _("Say which authority issued the list."))
        if row.is_refused:
            return RowPlan(row, Outcome.REFUSED, plan.title)
        number = self._document_number(row)
        issued_on = self._issued_on(row)
        known = plan.outcome == Outcome.MATCHED
        enterprise = plan.target
        assert isinstance(enterprise, Organisation)  # noqa: S101 - tells the type
        if known and (number, enterprise.pk) in listed:
            row.warn("", _("The enterprise is on this list already."))
            return RowPlan(row, Outcome.MATCHED, plan.title, enterprise)
        reasons = self._reasons(row)
        return RowPlan(
            row,
            Outcome.WARNED if row.problems else Outcome.CREATED,
            plan.title,
            _listing(row),
            {
                "enterprise": plan,
                "is_new": not known,
                "reasons": [reason.pk for reason in reasons],
                "document_number": number,
                "issued_on": issued_on,
            },
        )

    def _authority(self) -> Organisation | None:
        given = self.options.get("authority_id")
        if given:
            return Organisation.objects.authorities().filter(pk=given).first()
        return authority_for(Jurisdiction.objects.get(pk=settings.PORTAL_PROVINCE))

    def _document_number(self, row: SheetRow) -> str:
        given = self.options.get("document_number") or row.values.get("document_number")
        if given:
            return str(given)
        row.warn(DOCUMENT, _("No document number is given; the file's name stands in."))
        return str(self.options.get("file_name") or _("Without number"))

    def _issued_on(self, row: SheetRow) -> date:
        given = self.options.get("issued_on")
        if given:
            return date.fromisoformat(given)
        written: date | None = row.values.get("issued_on")
        if written is not None:
            return written
        row.warn(ISSUED_ON, _("No day of issue is given; today stands in."))
        return clock.today()

    def _reasons(self, row: SheetRow) -> list[ListingReason]:
        found: list[ListingReason] = row.values.get("reasons") or []
        if found:
            return found
        row.warn(REASONS, _("No ground is given; it was entered as another case."))
        return list(ListingReason.objects.filter(key=OTHER))

    def _draft(self, number: str, issued_on: date, batch: ImportBatch) -> AuditList:
        authority = self._authority()
        if authority is None:
            raise Refusal(_("Say which authority issued the list."))
        user = batch.uploaded_by
        if user is not None and not is_staff_of(user, authority):
            raise Refusal(_("You do not work for the authority that issued the list."))
        existing = AuditList.objects.filter(
            authority=authority, document_number=number
        ).first()
        if existing is not None and existing.state != ListState.DRAFT:
            raise Refusal(
                _("The list %(number)s is out already; it can no longer grow.")
                % {"number": number},
                field="document_number",
            )
        return existing or AuditList.objects.create(
            number=next_number("L", shanghai_day(batch.uploaded_at)),
            title=self.options.get("title") or _default_title(issued_on, number),
            authority=authority,
            document_number=number,
            issued_on=issued_on,
            batch_id=str(batch.pk),
        )


def _authority_choices() -> list[tuple[Any, Any]]:
    authorities = Organisation.objects.authorities().active().order_by("name")
    named = [(row.pk, row.name) for row in authorities]
    return [("", _("The office of the portal's province")), *named]


def _default_title(issued_on: date, number: str) -> str:
    return f"{issued_on.year}年强制性清洁生产审核名单（{number}）"


def _already_listed(authority: Organisation | None) -> set[tuple[str, int]]:
    rows = Listing.objects.filter(audit_list__authority=authority)
    return set(rows.values_list("audit_list__document_number", "enterprise_id"))


def _listing(row: SheetRow) -> Listing:
    reading = row.values.get("industry")
    labels = [*reading.labels, *reading.industries] if reading else []
    return Listing(
        jurisdiction=row.values.get("jurisdiction"),
        industry_name="、".join(str(one.name) for one in labels)[:100],
        time_limit_on=row.values.get("time_limit_on"),
    )


def _link_reasons(plans: Sequence[RowPlan]) -> None:
    through = Listing.reasons.through
    through._base_manager.bulk_create(  # noqa: SLF001 - Django's documented name
        [
            through(listing_id=plan.target.pk, listingreason_id=key)
            for plan in plans
            if plan.target
            for key in plan.extra["reasons"]
        ],
        batch_size=1000,
    )
