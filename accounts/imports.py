"""Lists of enterprises, taken over from spreadsheets."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.core.validators import validate_email
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.credit_codes import validate_credit_code
from accounts.enums import OrganisationKind
from accounts.models import FormerName, Organisation, User
from accounts.permissions import Person
from accounts.selectors import posts_of, staff_overseen_by
from core import clock
from core.models import ImportBatch
from core.sheets import (
    Importer,
    Outcome,
    RowPlan,
    SheetColumn,
    SheetRow,
    register_importer,
)
from core.sheets.importing import chunks
from core.sheets.values import code, fold, text
from reference.lookups import IndustryLookup, PlaceLookup

NAME: Final = _("Enterprise name")
CREDIT_CODE: Final = _("Unified social credit code")


def credit_code(value: object) -> str | None:
    """Return the credit code in a cell; raise ValidationError for a wrong one."""
    written = code(value)
    return None if written is None else validate_credit_code(written)


def email_address(value: object) -> str:
    """Return the e-mail address in a cell, or nothing."""
    written = (text(value) or "").lower()
    if written:
        validate_email(written)
    return written


def identity_columns() -> list[SheetColumn]:
    """Return the columns by which every list names its organisations."""
    return [
        SheetColumn(
            "name",
            NAME,
            [
                "企业名称",
                "单位名称",
                "名称",
                "企业全称",
                "单位",
                "企业",
                "公司名称",
                "机构名称",
                "name",
                "company",
            ],
            required=True,
            example="兰州例示铁合金有限公司",
        ),
        SheetColumn(
            "credit_code",
            CREDIT_CODE,
            [
                "统一社会信用代码",
                "信用代码",
                "社会信用代码",
                "统一信用代码",
                "组织机构代码",
                "credit code",
            ],
            parse=credit_code,
            example="91620100MA7CLEAN5M",
        ),
        SheetColumn(
            "jurisdiction",
            _("Place"),
            [
                "所在地",
                "市州",
                "地区",
                "所属地区",
                "行政区划",
                "所在市州",
                "市（州）",
                "区县",
                "县区",
                "所在区县",
                "县（市、区）",
            ],
            parse=PlaceLookup(),
            example="兰州市西固区",
        ),
        SheetColumn(
            "industry",
            _("Industry"),
            ["行业", "所属行业", "行业类别", "行业代码", "行业名称"],
            parse=IndustryLookup(),
            example="冶金",
        ),
    ]


def contact_columns() -> list[SheetColumn]:
    """Return the columns about an organisation's people and address."""
    return [
        SheetColumn("short_name", _("Short name"), ["简称", "企业简称"]),
        SheetColumn("name_en", _("English name"), ["英文名称", "英文名"]),
        SheetColumn(
            "legal_representative",
            _("Legal representative"),
            ["法定代表人", "法人代表", "法人", "负责人"],
        ),
        SheetColumn("address", _("Address"), ["地址", "详细地址", "住所", "生产地址"]),
        SheetColumn("contact_name", _("Contact person"), ["联系人", "联系人姓名"]),
        SheetColumn(
            "contact_phone",
            _("Telephone"),
            ["联系电话", "电话", "联系方式", "手机", "手机号码"],
        ),
        SheetColumn(
            "contact_email",
            _("E-mail address"),
            ["电子邮箱", "邮箱", "电子邮件", "email", "e-mail"],
            parse=email_address,
        ),
    ]


_CONTACTS: Final = tuple(column.key for column in contact_columns())


@dataclass(slots=True)
class Register:
    """Organisations already registered under the names and codes of a list."""

    kind: OrganisationKind
    by_code: dict[str, Organisation] = field(default_factory=dict)
    by_name: dict[str, list[Organisation]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_former_name: dict[str, list[Organisation]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(cls, kind: OrganisationKind, rows: Iterable[SheetRow]) -> "Register":
        """Read what is registered, in a few queries for any number of rows."""
        register = cls(kind)
        values = [row.values for row in rows]
        names = list({way for each in values for way in _ways_to_write(each["name"])})
        codes = list({each["credit_code"] for each in values} - {None})
        for part in chunks(codes):
            for organisation in Organisation.objects.filter(credit_code__in=part):
                register.by_code[organisation.credit_code or ""] = organisation
        known = Organisation.objects.filter(kind=kind)
        for part in chunks(names):
            for organisation in known.filter(name__in=part):
                register.by_name[fold(organisation.name)].append(organisation)
            former = FormerName.objects.filter(name__in=part, organisation__kind=kind)
            for past in former.select_related("organisation"):
                register.by_former_name[fold(past.name)].append(past.organisation)
        return register

    def match(self, row: SheetRow) -> Organisation | None:
        """Return the organisation a row means, noting what is odd about it.

        A row that could mean several is refused.
        """
        name, given = row.values["name"], row.values["credit_code"]
        if given in self.by_code:
            return self._matched_by_code(row, self.by_code[given])
        namesakes = self.by_name.get(fold(name), [])
        if given:
            return self._beside_namesakes(row, namesakes)
        former = self.by_former_name.get(fold(name), [])
        candidates = namesakes or former
        if len(candidates) > 1:
            row.refuse(NAME, _("Several are registered by this name: add the code."))
            return None
        if candidates and not namesakes:
            row.warn(NAME, _("Registered by now as %(name)s.") % {"name": former[0]})
        return candidates[0] if candidates else None

    def _matched_by_code(
        self, row: SheetRow, known: Organisation
    ) -> Organisation | None:
        if known.kind != self.kind:
            row.refuse(
                CREDIT_CODE,
                _("This code belongs to %(name)s, which is registered as %(kind)s.")
                % {"name": known.name, "kind": known.get_kind_display()},
            )
            return None
        if fold(known.name) != fold(row.values["name"]):
            row.warn(
                NAME,
                _("The code is registered to %(name)s; that name was kept.")
                % {"name": known.name},
            )
        return known

    def _beside_namesakes(
        self, row: SheetRow, namesakes: list[Organisation]
    ) -> Organisation | None:
        without_code = [one for one in namesakes if one.credit_code is None]
        if len(without_code) == 1 and len(namesakes) == 1:
            row.warn(
                CREDIT_CODE,
                _("Registered without a code so far; it was not added: check it."),
            )
            return namesakes[0]
        if namesakes:
            row.warn(NAME, _("Another of this name is registered under another code."))
        return None


@register_importer
class EnterpriseImporter(Importer):
    """Enterprises with their code, place, industries and contacts."""

    key = "enterprises"
    label = _("Enterprises")
    # Lists of other organisations are read the same way.
    kind: ClassVar[OrganisationKind] = OrganisationKind.ENTERPRISE

    def __init__(self, **options: Any) -> None:
        """Read no table before the first row asks for it."""
        super().__init__(**options)
        self.columns = [*identity_columns(), *contact_columns()]

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
        """Match rows with registered enterprises; create the others."""
        readable = [row for row in rows if not row.is_refused]
        register = Register.of(self.kind, readable)
        seen: dict[str, int] = {}
        return [_plan(row, register, seen) for row in rows]

    def write(self, plans: Sequence[RowPlan], batch: ImportBatch) -> None:
        """Create the enterprises with their industries."""
        for plan in plans:
            plan.target.registered_at = batch.uploaded_at  # type: ignore[union-attr] # planned as an organisation
        Organisation.objects.bulk_create(
            [plan.target for plan in plans],  # type: ignore[misc]
            batch_size=1000,
        )
        _link(plans, "industries", "industry_id")
        _link(plans, "labels", "industrylabel_id")


def _plan(row: SheetRow, register: Register, seen: dict[str, int]) -> RowPlan:
    title = row.values.get("name") or ""
    if row.is_refused:
        return RowPlan(row, Outcome.REFUSED, title)
    known = register.match(row)
    _refuse_repeated(row, seen)
    if row.is_refused:
        return RowPlan(row, Outcome.REFUSED, title)
    if known is not None:
        _compare(row, known)
        return RowPlan(row, Outcome.MATCHED, title, known)
    if row.values["credit_code"] is None:
        row.warn(CREDIT_CODE, _("No code is given: identity cannot be checked."))
    outcome = Outcome.WARNED if row.problems else Outcome.CREATED
    reading = row.values.get("industry")
    extra = {
        "industries": [one.pk for one in reading.industries] if reading else [],
        "labels": [one.pk for one in reading.labels] if reading else [],
    }
    return RowPlan(row, outcome, title, _organisation(row, register.kind), extra)


def _refuse_repeated(row: SheetRow, seen: dict[str, int]) -> None:
    values = row.values
    key = values["credit_code"] or fold(values["name"])
    first = seen.setdefault(key, row.number)
    if first != row.number:
        row.refuse(
            NAME, _("The same enterprise stands in row %(row)d.") % {"row": first}
        )


def _compare(row: SheetRow, known: Organisation) -> None:
    """Note where the list says something else than the register."""
    place = row.values.get("jurisdiction")
    if place is not None and known.jurisdiction_id != place.pk:
        row.warn(_("Place"), _("The register has another place; it was kept."))
    for name in ("legal_representative", "contact_phone"):
        given = row.values.get(name)
        if given and given != getattr(known, name):
            field_name = Organisation._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            row.warn(field_name, _("The register says otherwise; it was kept."))


def _organisation(row: SheetRow, kind: OrganisationKind) -> Organisation:
    values = row.values
    details = {key: values.get(key) or "" for key in _CONTACTS}
    return Organisation(
        kind=kind,
        name=values["name"],
        credit_code=values["credit_code"],
        jurisdiction=values.get("jurisdiction"),
        **details,
    )


def _link(plans: Sequence[RowPlan], relation: str, column: str) -> None:
    through: type[Model] = getattr(Organisation, relation).through
    links = [
        through(**{"organisation_id": plan.target.pk, column: key})  # type: ignore[union-attr]
        for plan in plans
        for key in plan.extra[relation]
    ]
    through._base_manager.bulk_create(links, batch_size=1000)  # noqa: SLF001 - Django's documented name


def _ways_to_write(name: str | None) -> set[str]:
    if not name:
        return set()
    return {name, name.replace("（", "(").replace("）", ")")}
