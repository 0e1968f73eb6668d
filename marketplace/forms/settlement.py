"""What the parties and the verifier type while a contract is performed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import MoneyFormField
from marketplace.forms.contracts import TRIGGERS, DayInput, MeasureField
from marketplace.models import Contract, Milestone
from marketplace.states.contracts import Agreement
from marketplace.titles import titles_of


class ReasonForm(forms.Form):
    """Why something is sent back, refused or ended."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000)


class SignForm(forms.Form):
    """A signature under the text as it stands."""

    text_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signed_name = forms.CharField(
        label=_("Your full name"),
        max_length=80,
        help_text=_("Typing your name signs for your organisation."),
    )
    read = forms.BooleanField(
        label=_("I have read the whole text and may sign for my organisation.")
    )


class MilestoneSubmitForm(forms.Form):
    """What was delivered."""

    note = forms.CharField(
        label=_("What was delivered"), widget=forms.Textarea, max_length=4000
    )
    file = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, Word, Excel, CSV, PNG or JPEG, at most 20 MB."),
    )


class MilestoneAcceptForm(forms.Form):
    """What the enterprise saw happen."""

    happened = forms.MultipleChoiceField(
        label=_("What has happened"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        """Ask for the triggers of this milestone."""
        super().__init__(*args, **kwargs)
        asked = [(key, label) for key, label in TRIGGERS if key in milestone.triggers]
        self.fields["happened"].choices = asked  # type: ignore[attr-defined] # it has


class ReadingForm(forms.Form):
    """A value and its evidence."""

    value = MeasureField(label=_("Value"))
    unit = forms.CharField(label=_("Unit"), max_length=40)
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=_("Meter, bill or report; for a correction say what was wrong."),
    )
    file = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, Word, Excel, CSV, PNG or JPEG, at most 20 MB."),
    )


class CheckForm(forms.Form):
    """What the verifier found."""

    verified = forms.TypedChoiceField(
        label=_("Finding"),
        choices=[("yes", _("The reading is right")), ("no", _("It is not right"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea,
        help_text=_("Needed when the reading is not right: say what is wrong."),
    )


class AdjustmentForm(forms.Form):
    """A change of a baseline that nobody foresaw."""

    metric = forms.ChoiceField(label=_("Metric"))
    period = forms.ChoiceField(label=_("Period"))
    amount = MeasureField(
        label=_("Change of the baseline"),
        help_text=_("In the metric's unit; negative lowers the baseline."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea)
    file = forms.FileField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        """Offer the contract's own metrics and periods."""
        super().__init__(*args, **kwargs)
        titles = titles_of(contract.terms)
        choices = {
            "metric": [
                (item.key, f"{titles.reading(item.key)} · {titles.unit(item.unit)}")
                for item in titles.formula.metrics
            ],
            "period": [
                (item.key, titles.period(item.key)) for item in titles.formula.periods
            ],
        }
        for name, options in choices.items():
            self.fields[name].choices = options  # type: ignore[attr-defined] # it has


class DisputeForm(forms.Form):
    """Which adjustments are contested, and why; offered by their titles."""

    adjustments = forms.MultipleChoiceField(
        label=_("Contested adjustments"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything else becomes payable at once."),
    )
    reason = forms.CharField(
        label=_("Why it should not count"), widget=forms.Textarea, max_length=2000
    )

    def __init__(self, *args: Any, adjustments: dict[str, str], **kwargs: Any) -> None:
        """Offer what counts in the statement."""
        super().__init__(*args, **kwargs)
        field = self.fields["adjustments"]
        field.choices = list(adjustments.items())  # type: ignore[attr-defined] # it has


class TransferForm(forms.Form):
    """A bank transfer that was made."""

    amount = MoneyFormField(label=_("Amount"))
    paid_on = forms.DateField(label=_("Day of the transfer"), widget=DayInput())
    reference = forms.CharField(
        label=_("Bank reference"), max_length=120, required=False
    )
    file = forms.FileField(
        label=_("Voucher"), help_text=_("The bank's receipt, as PDF or picture.")
    )


class AccountForm(forms.Form):
    """A provider's own account at the payment service."""

    account_id = forms.CharField(
        label=pgettext_lazy("payment", "Account"),
        max_length=100,
        help_text=_("Begins with “acct_”. Payments go straight to it."),
    )


class ReviewForm(forms.Form):
    """One side's account of working with the other."""

    as_agreed = forms.ChoiceField(
        label=_("Kept to what was agreed"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
    )
    on_time = forms.ChoiceField(
        label=_("Kept to the dates"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
    )
    again = forms.ChoiceField(
        label=_("Would work together again"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Review"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("Everybody can read it; it cannot be removed."),
    )


class ReplyForm(forms.Form):
    """An answer to a review."""

    text = forms.CharField(label=_("Reply"), widget=forms.Textarea, max_length=4000)
