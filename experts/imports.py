"""Lists of experts, taken over from spreadsheets.

A list cannot consent for anybody: what was agreed on paper is said in two
columns, and a row that says nothing joins the pool undrawn and unpublished.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from accounts.permissions import Person
from accounts.selectors import posts_of, staff_overseen_by
from core import clock
from core.calendar import period_end
from core.clock import shanghai_day
from core.models import ImportBatch
from core.numbers import next_number
from core.search import touch_many
from core.sheets import (
    Importer,
    Outcome,
    RowPlan,
    SheetColumn,
    SheetRow,
    Unreadable,
    register_importer,
)
from core.sheets.importing import chunks
from core.sheets.values import fold, one_of, plain
from experts.enums import CONSENT_VERSION, USUAL_PUBLIC_FIELDS, ConsentPurpose
from experts.models import (
    Consent,
    ConsentField,
    Employment,
    Expert,
    ExpertProfile,
    Speciality,
    Term,
)
from experts.states import ExpertState
from reference.lookups import IndustryLookup, PlaceLookup
from reference.selectors import legal_term

NAME: Final = pgettext_lazy("person", "Name")
SERVE: Final = _("Agreed to serve")
PUBLISH: Final = _("Agreed to publication")
SERIES: Final = "E"
_SEPARATORS = re.compile(r"[、,，;；/|\n]")
_YES_NO = one_of(
    {
        **dict.fromkeys(["是", "同意", "已同意", "有", "yes", "y", "1", "√"], True),
        **dict.fromkeys(["否", "不同意", "未同意", "无", "no", "n", "0", "×"], False),
    },
    _("Write yes or no."),
)


class SpecialityLookup:
    """Reads specialities by name or key; several stand in one cell."""

    def __call__(self, value: object) -> list[Speciality] | None:
        """Return the specialities a cell names; raise Unreadable otherwise."""
        written = plain(value)
        parts = _SEPARATORS.split(written) if written else []
        return [self._needed(part) for part in parts if part.strip()] or None

    def _needed(self, written: str) -> Speciality:
        try:
            return self._names[fold(written)]
        except KeyError:
            raise Unreadable(
                _("No speciality is called “%(name)s”."), name=written[:40]
            ) from None

    @cached_property
    def _names(self) -> dict[str, Speciality]:
        return {
            fold(name): row
            for row in Speciality.objects.all()
            for name in (row.key, row.name, row.name_en)
        }


@dataclass(slots=True)
class _Known:
    """Members of the same name, with where they work."""

    by_name: dict[str, list[ExpertProfile]] = field(default_factory=dict)

    @classmethod
    def among(cls, rows: Iterable[SheetRow]) -> "_Known":
        known = cls()
        names = list({row.values["name"] for row in rows})
        for part in chunks(names):
            profiles = ExpertProfile.objects.filter(name__in=part).exclude(
                expert__state=ExpertState.ENDED
            )
            for profile in profiles.select_related("expert"):
                known.by_name.setdefault(fold(profile.name), []).append(profile)
        return known

    def match(self, row: SheetRow) -> Expert | None:
        """Return the member a row means, noting what is odd about it."""
        namesakes = self.by_name.get(fold(row.values["name"]), [])
        employer = fold(row.values["employer"])
        for profile in namesakes:
            if fold(profile.employer) == employer:
                return profile.expert
        if namesakes:
            row.warn(NAME, _("Another of this name is in the pool; check the row."))
        return None


@register_importer
class ExpertImporter(Importer):
    """Members with specialities, industries, place and what they agreed to."""

    key = "experts"
    label = _("Experts")
    owned = frozenset(
        {
            "experts.expertprofile",
            "experts.consent",
            "experts.term",
            "experts.employment",
        }
    )

    def __init__(self, **options: Any) -> None:
        """State the columns; tables are read when the first row asks."""
        super().__init__(**options)
        self.columns = _columns()

    @classmethod
    def can_import(cls, user: Person) -> bool:
        """Allow authority staff and the operators of the portal."""
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_superuser or posts_of(user, clock.today()).exists()

    @classmethod
    def staff_overseen_by(cls, user: User) -> QuerySet[User]:
        """Let the staff of a place see the imports of its authorities."""
        return staff_overseen_by(user, clock.today())

    def plan(self, rows: Sequence[SheetRow]) -> list[RowPlan]:
        """Match rows with members; create the others."""
        known = _Known.among(row for row in rows if not row.is_refused)
        seen: dict[tuple[str, str], int] = {}
        return [_plan(row, known, seen) for row in rows]

    def write(self, plans: Sequence[RowPlan], batch: ImportBatch) -> None:
        """Create the members with everything that belongs to them."""
        at = batch.uploaded_at
        day = shanghai_day(at)
        for plan in plans:
            expert = _member(plan)
            expert.number, expert.admitted_at = next_number(SERIES, day), at
        members = [_member(plan) for plan in plans]
        Expert.objects.bulk_create(members, batch_size=1000)
        _link(plans)
        _add_terms(members, at)
        _add_people(plans, at)
        _add_consents(plans, at)
        touch_many("expert", [expert.pk for expert in members])


def _columns() -> list[SheetColumn]:
    return [
        SheetColumn(
            "name",
            NAME,
            ["姓名", "专家姓名", "专家", "名字"],
            required=True,
            example="例示专家",
        ),
        SheetColumn(
            "employer",
            _("Employer"),
            ["工作单位", "单位", "所在单位", "单位名称"],
            required=True,
            example="例示大学",
        ),
        SheetColumn("title", _("Professional title"), ["职称", "技术职称", "职称职务"]),
        SheetColumn(
            "specialities",
            _("Specialities"),
            ["专业方向", "专业", "专业领域", "擅长领域"],
            required=True,
            parse=SpecialityLookup(),
            example="环境保护、节能",
        ),
        SheetColumn(
            "industry",
            _("Key industries"),
            ["重点行业", "行业", "熟悉行业", "所属行业"],
            parse=IndustryLookup(),
            example="冶金",
        ),
        SheetColumn(
            "jurisdiction",
            _("Place"),
            ["所在地", "市州", "地区", "所在市州", "行政区划"],
            required=True,
            parse=PlaceLookup(),
            example="兰州市",
        ),
        SheetColumn("phone", _("Telephone"), ["联系电话", "电话", "手机", "手机号码"]),
        SheetColumn(
            "serve",
            SERVE,
            ["同意入库", "同意参加评审", "本人同意", "是否同意入库"],
            parse=_YES_NO,
            example="是",
        ),
        SheetColumn(
            "publish",
            PUBLISH,
            ["同意公开", "是否同意公开", "公开同意"],
            parse=_YES_NO,
            example="是",
        ),
    ]


def _plan(row: SheetRow, known: _Known, seen: dict[tuple[str, str], int]) -> RowPlan:
    title = row.values.get("name") or ""
    if row.is_refused:
        return RowPlan(row, Outcome.REFUSED, title)
    key = (fold(row.values["name"]), fold(row.values["employer"]))
    first = seen.setdefault(key, row.number)
    if first != row.number:
        row.refuse(NAME, _("The same expert stands in row {row}.").format(row=first))
        return RowPlan(row, Outcome.REFUSED, title)
    member = known.match(row)
    if member is not None:
        return RowPlan(row, Outcome.MATCHED, title, member)
    _warn_of_missing_consent(row)
    outcome = Outcome.WARNED if row.problems else Outcome.CREATED
    return RowPlan(row, outcome, title, Expert(jurisdiction=row.values["jurisdiction"]))


def _warn_of_missing_consent(row: SheetRow) -> None:
    if not row.values.get("serve"):
        row.warn(
            SERVE,
            _("Without consent on paper: in the pool, but not drawn until given."),
        )


def _member(plan: RowPlan) -> Expert:
    assert isinstance(plan.target, Expert)  # noqa: S101 - planned so
    return plan.target


def _link(plans: Sequence[RowPlan]) -> None:
    for plan in plans:
        member = _member(plan)
        member.specialities.set(plan.row.values["specialities"])
        reading = plan.row.values.get("industry")
        if reading is not None and reading.labels:
            member.labels.set(reading.labels)


def _add_terms(members: Sequence[Expert], at: datetime) -> None:
    day = shanghai_day(at)
    law = legal_term("expert.term", day)
    until = period_end(day, law.amount, law.unit)
    Term.objects.bulk_create(
        Term(expert=expert, valid_from=day, valid_until=until, basis=law.key)
        for expert in members
    )


def _add_people(plans: Sequence[RowPlan], at: datetime) -> None:
    ExpertProfile.objects.bulk_create(
        ExpertProfile(
            expert=_member(plan),
            **{
                name: plan.row.values.get(name) or ""
                for name in ("name", "employer", "title", "phone")
            },
        )
        for plan in plans
    )
    employers = {plan.row.values["employer"] for plan in plans}
    registered: dict[str, Organisation] = {}
    for part in chunks(sorted(employers)):
        found = Organisation.objects.filter(name__in=part)
        registered |= {organisation.name: organisation for organisation in found}
    Employment.objects.bulk_create(
        Employment(
            expert=_member(plan),
            organisation=registered.get(plan.row.values["employer"]),
            organisation_name=plan.row.values["employer"],
            declared_at=at,
        )
        for plan in plans
    )


def _add_consents(plans: Sequence[RowPlan], at: datetime) -> None:
    wanted = (("serve", ConsentPurpose.SERVE), ("publish", ConsentPurpose.PUBLISH))
    given = [
        Consent(
            expert=_member(plan),
            purpose=purpose,
            version=CONSENT_VERSION,
            given_at=at,
            on_paper=True,
        )
        for plan in plans
        for column, purpose in wanted
        if plan.row.values.get(column)
    ]
    Consent.objects.bulk_create(given)
    ConsentField.objects.bulk_create(
        ConsentField(consent=consent, field=name)
        for consent in given
        if consent.purpose == ConsentPurpose.PUBLISH
        for name in USUAL_PUBLIC_FIELDS
    )
