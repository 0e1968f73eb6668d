"""Forms of the authority's desk."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.conf import settings
from django.forms.models import ModelChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.credit_codes import validate_credit_code
from accounts.enums import StaffRole
from accounts.forms import OrganisationField
from accounts.models import Organisation, StaffPost, User
from accounts.permissions import codes_above
from accounts.selectors import posts_of
from blacklist.enums import (
    ConductKind,
    EndReason,
    RemedyOutcome,
    ServiceWay,
    Tier,
)
from blacklist.facts import CORRECTABLE
from blacklist.forms import DayInput
from blacklist.models import NamePublication, ViolationCase
from blacklist.periods import LITIGATION, RECONSIDERATION
from blacklist.selectors import covered_places
from core import clock
from reference.models import Article, Jurisdiction
from reference.selectors import legal_term


def long_text(label: Any, *, rows: int = 6, **kwargs: Any) -> forms.CharField:  # noqa: ANN401 - lazy text
    """Return a field for several paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=20_000, **kwargs)


class ArticleField(forms.ModelChoiceField):
    """An article, under its instrument."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer every article."""
        articles = Article.objects.select_related("instrument")
        super().__init__(
            queryset=articles.order_by("instrument__title", "pk"), **kwargs
        )
        self.iterator = _ArticlesByInstrument


class _ArticlesByInstrument(ModelChoiceIterator):
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for instrument, rows in groupby(self.queryset, attrgetter("instrument")):
            yield str(instrument), [self.choice(row) for row in rows]


class CaseForm(forms.Form):
    """What a case is about."""

    party_name = forms.CharField(label=_("Name of the party"), max_length=200)
    party_credit_code = forms.CharField(
        label=_("Credit code of the party"),
        max_length=30,
        required=False,
        help_text=_("With it the party is found and can answer in its workspace."),
    )
    enterprise_name = forms.CharField(
        label=_("Enterprise whose audit is concerned"), max_length=200, required=False
    )
    kind = forms.ChoiceField(label=_("Conduct"), choices=ConductKind.choices)
    conduct_from = forms.DateField(label=_("Conduct from"), widget=DayInput)
    conduct_until = forms.DateField(label=_("Conduct until"), widget=DayInput)
    findings = long_text(_("Facts found"))
    authority = OrganisationField(
        label=_("Authority"), queryset=Organisation.objects.none()
    )
    jurisdiction = forms.ModelChoiceField(
        label=pgettext_lazy("register", "Place"), queryset=Jurisdiction.objects.none()
    )
    rectification_standard = ArticleField(
        label=_("What is to be put right"),
        initial="measures.16",
        help_text=_("The conditions the party did not meet; in force at the conduct."),
    )
    sanction_basis = ArticleField(
        label=_("Basis of the sanction"),
        initial="measures.35",
        help_text=_("What empowers the authority; in force at the conduct."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the authorities and places of this handler."""
        super().__init__(*args, **kwargs)
        today = clock.today()
        posts = posts_of(user, today).filter(role=StaffRole.HANDLER)
        authorities = Organisation.objects.filter(staff_posts__in=posts).distinct()
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["authority"].initial = authorities.first()
        places = covered_places(user, today).units()
        self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined] # a ModelChoiceField

    def clean_party_credit_code(self) -> str:
        """Return the code in its one spelling."""
        given = self.cleaned_data["party_credit_code"]
        return validate_credit_code(given) if given else ""

    def party(self) -> Organisation | None:
        """Return the organisation with this credit code, if it is registered."""
        code = self.cleaned_data["party_credit_code"]
        return Organisation.objects.filter(credit_code=code).first() if code else None


class CaseStepForm(forms.Form):
    """A step of a case; subclasses may look at the case."""

    def __init__(self, *args: Any, case: ViolationCase, **kwargs: Any) -> None:
        """Keep the case."""
        self.case = case
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values from the case."""


class ConfirmForm(CaseStepForm):
    """A step that needs nothing more."""


class ReasonForm(CaseStepForm):
    """A step with a reason."""

    reason = long_text(_("Reason"), rows=4)


class AnswerForm(CaseStepForm):
    """A step with an answer to the party."""

    answer = long_text(_("Answer to the party"), rows=4)


class EvidenceForm(CaseStepForm):
    """A file for the case."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"))
    shared = forms.BooleanField(
        label=_("Open to the party once the notice is served"), required=False
    )


class HandlerForm(CaseStepForm):
    """Another handler for the case."""

    handler = forms.ModelChoiceField(
        label=pgettext_lazy("case", "Handler"), queryset=User.objects.none()
    )

    def prepare(self) -> None:
        """Offer the handlers of the place."""
        posts = StaffPost.objects.held_on(clock.today()).filter(
            role=StaffRole.HANDLER,
            authority__covers__code__in=codes_above(self.case.jurisdiction),
        )
        people = User.objects.filter(staff_posts__in=posts).distinct()
        self.fields["handler"].queryset = people  # type: ignore[attr-defined] # a ModelChoiceField


class ProposalForm(CaseStepForm):
    """Tier and outcome."""

    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    proposal = long_text(_("Proposed outcome"))

    def prepare(self) -> None:
        """Start from an earlier proposal."""
        self.fields["tier"].initial = self.case.tier or Tier.GENERAL
        self.fields["proposal"].initial = self.case.proposal


class NoticeForm(CaseStepForm):
    """What the party is told."""

    facts = long_text(pgettext_lazy("register", "Facts"))
    reasons = long_text(_("Reasons and basis"))
    outcome = long_text(_("Intended outcome"), rows=3)
    rights = long_text(_("Rights of the party"), rows=3)
    hearing_right = forms.BooleanField(
        label=_("The party may request a hearing"), required=False
    )
    served_on = forms.DateField(label=_("Served on"), widget=DayInput)
    way = forms.ChoiceField(label=_("Way of service"), choices=ServiceWay.choices)

    def prepare(self) -> None:
        """Start from the file."""
        case, basis = self.case, self.case.sanction_basis
        self.initial = {
            "facts": case.findings,
            "reasons": f"{basis.citation}\n{basis.gist_label}",
            "outcome": case.proposal,
            "rights": _official(
                _(
                    "You may state your case and defend yourself; a defence never "
                    "leads to a graver outcome."
                )
            ),
            "served_on": clock.today(),
            **self.initial,
        }


class ScheduleForm(CaseStepForm):
    """Day and place of a hearing."""

    scheduled_on = forms.DateField(label=_("Date of the hearing"), widget=DayInput)
    place = forms.CharField(label=_("Place of the hearing"), max_length=200)


class MinutesForm(CaseStepForm):
    """A hearing that took place."""

    held_on = forms.DateField(
        label=pgettext_lazy("hearing", "Held on"), widget=DayInput
    )
    minutes = long_text(_("Minutes"))

    def prepare(self) -> None:
        """Start from the day that was set."""
        self.fields["held_on"].initial = self.case.hearing.scheduled_on


class DecisionForm(CaseStepForm):
    """A signed decision, as it was made."""

    document_number = forms.CharField(label=_("Document number"), max_length=80)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    facts = long_text(_("Facts and evidence"))
    considered = long_text(
        _("How the statement was considered"),
        rows=4,
        required=False,
        help_text=_("Required when the party filed a statement."),
    )
    outcome = long_text(pgettext_lazy("register", "Outcome"), rows=3)
    performance = long_text(_("How and by when to comply"), rows=3)
    remedies = long_text(_("Remedies and time limits"), rows=3)
    rectification_due_on = forms.DateField(
        label=_("To be put right by"), widget=DayInput, required=False
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    served_on = forms.DateField(label=_("Served on"), widget=DayInput)

    def prepare(self) -> None:
        """Start from the notice."""
        notice = self.case.notice
        today = clock.today()
        self.initial = {
            "tier": notice.tier,
            "facts": notice.facts,
            "outcome": notice.outcome,
            "remedies": _remedies(today),
            "decided_on": today,
            "served_on": today,
            **self.initial,
        }


class RectifiedForm(CaseStepForm):
    """The day on which the fault was verified as put right."""

    rectified_on = forms.DateField(label=_("Put right on"), widget=DayInput)


class PublishForm(CaseStepForm):
    """The public wording."""

    summary = long_text(
        _("Facts as the public reads them"),
        help_text=_("No trade secrets and no personal data of third persons."),
    )

    def prepare(self) -> None:
        """Start from the decision."""
        self.fields["summary"].initial = self.case.decision.facts


class CorrectionForm(CaseStepForm):
    """Published facts that were wrong."""

    party_name = forms.CharField(label=_("Published name"), max_length=200)
    party_credit_code = forms.CharField(
        label=_("Credit code"), max_length=30, required=False
    )
    document_number = forms.CharField(label=_("Document number"), max_length=80)
    authority_name = forms.CharField(label=_("Authority"), max_length=200)
    summary = long_text(pgettext_lazy("register", "Facts"))
    outcome = long_text(pgettext_lazy("register", "Outcome"), rows=3)
    reason = long_text(_("Reason for the correction"), rows=3)

    def prepare(self) -> None:
        """Start from what is published."""
        row: NamePublication = self.case.publication
        self.initial = {name: getattr(row, name) for name in CORRECTABLE}

    def clean_party_credit_code(self) -> str:
        """Return the code in its one spelling."""
        given = self.cleaned_data["party_credit_code"]
        return validate_credit_code(given) if given else ""


class EndForm(CaseStepForm):
    """A publication that ends because it was wrong."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            (reason.value, reason.label)
            for reason in (EndReason.ERROR, EndReason.CORRECTED)
        ],
    )
    explanation = long_text(_("Explanation"), rows=4)


class ChallengeOutcomeForm(CaseStepForm):
    """How a challenge ended."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("register", "Outcome"), choices=RemedyOutcome.choices
    )
    outcome_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    document_number = forms.CharField(label=_("Document number"), max_length=80)
    explanation = long_text(_("Explanation"), rows=4)


class TipAnswerForm(forms.Form):
    """An answer to a reporter."""

    answer = long_text(
        _("Answer to the reporter"),
        rows=4,
        help_text=_("Why the report leads to no case."),
    )


@override(settings.LANGUAGE_CODE)
def _official(text: str | Promise) -> str:
    """Return a text in the language of official documents, whoever drafts them."""
    return str(text)


@override(settings.LANGUAGE_CODE)
def _remedies(on: date) -> str:
    text = gettext(
        "You may apply for administrative reconsideration within %(review)s, "
        "or sue within %(suit)s, of learning of this decision."
    )
    return text % {
        "review": _length(RECONSIDERATION, on),
        "suit": _length(LITIGATION, on),
    }


def _length(key: str, on: date) -> str:
    term = legal_term(key, on)
    amount_and_unit = pgettext("length of a period", "%(amount)s %(unit)s")
    return amount_and_unit % {"amount": term.amount, "unit": term.get_unit_display()}
