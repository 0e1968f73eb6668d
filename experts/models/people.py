"""Members of the pool: what must stay, and apart from it what can be erased."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.db import LockedQuerySet
from experts.enums import ConsentPurpose, PublicField, TieKind
from experts.states import ExpertState
from reference.models import IndustryLabel, Jurisdiction
from reference.models.base import NamedRow


class Speciality(NamedRow):
    """A field of knowledge that seats on a panel are reserved for."""

    key = models.CharField(_("key"), max_length=30, primary_key=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("expert", "speciality")
        verbose_name_plural = _("specialities")
        ordering = ["position", "key"]


class ExpertQuerySet(LockedQuerySet["Expert"]):
    """Members by what they agreed to."""

    def serving(self) -> Self:
        """Keep those who are in the pool."""
        return self.filter(state=ExpertState.ACTIVE)

    def published(self) -> Self:
        """Keep those who are in the pool and agreed to be shown."""
        return self.exclude(state=ExpertState.ENDED).filter(
            consents__purpose=ConsentPurpose.PUBLISH,
            consents__withdrawn_at__isnull=True,
        )

    def agreeing_to_show(self, field: PublicField) -> Self:
        """Keep those whose consent covers ``field``."""
        return self.filter(
            pk__in=ConsentField.objects.filter(
                field=field,
                consent__purpose=ConsentPurpose.PUBLISH,
                consent__withdrawn_at__isnull=True,
            ).values("consent__expert")
        )

    def with_card(self) -> Self:
        """Fetch what a public card is made of in a fixed number of queries."""
        return self.select_related("profile", "jurisdiction").prefetch_related(
            "specialities",
            "labels",
            "terms",
            Prefetch(
                "consents",
                queryset=Consent.objects.open().prefetch_related("fields"),
                to_attr="open_consents",
            ),
        )


class Expert(models.Model):
    """A member of the pool, for ever known by number; no personal data here."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("person", "account"),
        on_delete=models.PROTECT,
        related_name="expert_memberships",
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ExpertState, default=ExpertState.ACTIVE
    )
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="experts",
    )
    specialities = models.ManyToManyField(
        Speciality, verbose_name=_("specialities"), related_name="experts"
    )
    labels = models.ManyToManyField(
        IndustryLabel,
        verbose_name=_("key industries"),
        related_name="experts",
        blank=True,
    )
    admitted_at = models.DateTimeField(_("admitted at"))
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True)
    suspension_reason = models.CharField(
        _("reason of the suspension"), max_length=300, blank=True
    )
    ended_at = models.DateTimeField(_("left at"), null=True, blank=True)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=~Q(state=ExpertState.ENDED),
                name="expert_one_membership",
            ),
            models.CheckConstraint(
                name="expert_suspended_at_iff_suspended",
                condition=Q(state=ExpertState.SUSPENDED, suspended_at__isnull=False)
                | (~Q(state=ExpertState.SUSPENDED) & Q(suspended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="expert_ended_at_iff_ended",
                condition=Q(state=ExpertState.ENDED, ended_at__isnull=False)
                | (~Q(state=ExpertState.ENDED) & Q(ended_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("experts:detail", args=[self.number])


class ExpertProfile(models.Model):
    """Personal data of a member, erasable as a whole.

    Identity numbers and bank accounts are not asked for at all: fees come from
    the public budget, outside this portal.
    """

    expert = models.OneToOneField(
        Expert, on_delete=models.CASCADE, related_name="profile", primary_key=True
    )
    name = models.CharField(
        pgettext_lazy("person", "name"), max_length=80, db_index=True
    )
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    title = models.CharField(_("professional title"), max_length=80, blank=True)
    introduction = models.TextField(_("introduction"), max_length=1000, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("expert's particulars")
        verbose_name_plural = _("experts' particulars")

    def __str__(self) -> str:
        return self.name


class ConsentQuerySet(LockedQuerySet["Consent"]):
    """Consents that hold."""

    def open(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """A dated agreement to a stated purpose and wording."""

    expert = models.ForeignKey(
        Expert,
        verbose_name=_("expert"),
        on_delete=models.CASCADE,
        related_name="consents",
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=ConsentPurpose)
    version = models.CharField(_("wording"), max_length=20)
    given_at = models.DateTimeField(_("given at"))
    on_paper = models.BooleanField(
        _("given on paper"), default=False, help_text=_("The authority keeps it.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["expert", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_open_per_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"

    @property
    def field_names(self) -> frozenset[str]:
        """The public fields this consent covers."""
        return frozenset(row.field for row in self.fields.all())


class ConsentField(models.Model):
    """One field that a consent to publish covers."""

    consent = models.ForeignKey(
        Consent, on_delete=models.CASCADE, related_name="fields"
    )
    field = models.CharField(_("field"), max_length=20, choices=PublicField)

    class Meta:
        verbose_name = _("published field")
        verbose_name_plural = _("published fields")
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "field"], name="consent_field_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_field_display()


class Term(models.Model):
    """A time for which a member was admitted; ``valid_until`` is exclusive."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="terms")
    valid_from = models.DateField(_("from"))
    valid_until = models.DateField(_("until (exclusive)"))
    basis = models.CharField(_("key of the legal term"), max_length=60)

    class Meta:
        verbose_name = _("term in the pool")
        verbose_name_plural = _("terms in the pool")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_until}"

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the term."""
        return self.valid_from <= day < self.valid_until


class _Bond(models.Model):
    """A dated relation to an organisation, registered here or only named."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("registered organisation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    since = models.DateField(pgettext_lazy("tie", "since"), null=True, blank=True)
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Leave empty while it lasts."),
    )
    declared_at = models.DateTimeField(_("declared at"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.organisation_name


class Employment(_Bond):
    """Where an expert works or worked."""

    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, related_name="employments"
    )

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")
        ordering = ["-since", "-pk"]


class Tie(_Bond):
    """Another circumstance that could affect an expert's fairness. Never public."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(_("kind of tie"), max_length=12, choices=TieKind)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        ordering = ["-since", "-pk"]


class Absence(models.Model):
    """Days on which an expert cannot come; both ends included."""

    expert = models.ForeignKey(
        Expert, on_delete=models.CASCADE, related_name="absences"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_in_order", condition=Q(last_day__gte=F("first_day"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
