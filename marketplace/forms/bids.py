"""What a provider types into a bid, and an enterprise about one."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.money import MoneyFormField
from marketplace.bid_content import BidContent, TeamMember
from marketplace.models import Job, JobCriterion
from marketplace.services.awards import Points

MAX_RECEIPT_BYTES = 2_000_000


class BidForm(forms.Form):
    """A bid as its job asks for it; a draft may be incomplete."""

    price = MoneyFormField(
        label=_("Price in yuan"),
        required=False,
        help_text=_("The whole price, tax included. For example 128000 or 12.8万元."),
    )
    proposal = forms.CharField(
        label=_("Proposal"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("How you will do the work, step by step, and by when."),
    )
    team = forms.CharField(
        label=_("Team"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One person per line: name, comma, part in the work."),
    )

    def __init__(self, *args: Any, job: Job, **kwargs: Any) -> None:
        """Ask for an answer to each criterion and a target for each metric."""
        super().__init__(*args, **kwargs)
        self.needed = ["price", "proposal"]
        self.criteria = list(job.criteria.all())
        self.metrics = list(job.metrics.select_related("indicator", "unit"))
        for criterion in self.criteria:
            self.fields[f"answer_{criterion.position}"] = forms.CharField(
                label=_("%(name)s (weight %(weight)d)")
                % {"name": criterion.name, "weight": criterion.weight},
                help_text=criterion.description,
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        for metric in self.metrics:
            self.fields[f"target_{metric.position}"] = forms.DecimalField(
                label=_("Promised: %(name)s (%(unit)s)")
                % {"name": metric.indicator.label, "unit": metric.unit.symbol_label},
                help_text=_("Baseline %(baseline)s, wanted %(target)s.")
                % {
                    "baseline": _plain(metric.baseline),
                    "target": _plain(metric.target),
                },
                required=False,
                max_digits=18,
                decimal_places=4,
            )

        prefixes = ("answer_", "target_")
        self.needed += [name for name in self.fields if name.startswith(prefixes)]
        self._demand(wanted=True)

    def full_clean(self) -> None:
        """Let a draft leave out what submitting will ask for."""
        self._demand(wanted=False)
        super().full_clean()
        self._demand(wanted=True)

    def _demand(self, *, wanted: bool) -> None:
        for name in self.needed:
            self.fields[name].required = wanted

    @staticmethod
    def initial_of(content: BidContent) -> dict[str, Any]:
        """Return what a bid says already."""
        answers = {f"answer_{key}": text for key, text in content.answers.items()}
        targets = {f"target_{key}": value for key, value in content.targets.items()}
        return {
            "price": content.price,
            "proposal": content.proposal,
            "team": "\n".join(
                f"{one.name}，{one.role}" if one.role else one.name
                for one in content.team
            ),
            **answers,
            **targets,
        }

    def clean_team(self) -> tuple[TeamMember, ...]:
        """Read one person from each line."""
        lines = self.cleaned_data["team"].splitlines()
        return tuple(_person(line) for line in lines if line.strip())

    @property
    def content(self) -> BidContent:
        """What was typed, for the service."""
        data = self.cleaned_data
        return BidContent(
            price=data["price"],
            proposal=data["proposal"],
            answers={
                one.position: data[f"answer_{one.position}"] for one in self.criteria
            },
            targets={
                one.position: value
                for one in self.metrics
                if (value := data[f"target_{one.position}"]) is not None
            },
            team=data["team"],
        )


class FileForm(forms.Form):
    """One file of a bid."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, text or picture, at most 10 MB. It is sealed."),
    )


class SubmitForm(forms.Form):
    """The declaration under which a bid is submitted."""

    declared = forms.BooleanField(
        label=_(
            "This bid is our own, made without agreement with other bidders, and "
            "its statements are true."
        )
    )


class ScoreForm(forms.Form):
    """One evaluator's points for one bid."""

    def __init__(self, *args: Any, criteria: list[JobCriterion], **kwargs: Any) -> None:
        """Ask for points and a reason on each criterion."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points_{criterion.position}"] = forms.DecimalField(
                label=_("%(name)s: points from 0 to 100") % {"name": criterion.name},
                help_text=criterion.description,
                min_value=Decimal(0),
                max_value=Decimal(100),
                max_digits=5,
                decimal_places=2,
            )
            self.fields[f"reason_{criterion.position}"] = forms.CharField(
                label=_("%(name)s: reason") % {"name": criterion.name},
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def points(self) -> dict[int, Points]:
        """What was typed, for the service."""
        data = self.cleaned_data
        return {
            one.position: Points(
                data[f"points_{one.position}"], data[f"reason_{one.position}"]
            )
            for one in self.criteria
        }


class AwardForm(forms.Form):
    """Why a bid is chosen."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Required unless the bid ranks first. Every bidder reads it."),
    )


class ReceiptForm(forms.Form):
    """A receipt to check: a file or its text."""

    file = forms.FileField(label=_("Receipt file (.json)"), required=False)
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        max_length=MAX_RECEIPT_BYTES,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the JSON. Refuses what is empty, too large or no JSON."""
        data = super().clean() or {}
        upload = data.get("file")
        if upload is not None and upload.size > MAX_RECEIPT_BYTES:
            raise ValidationError(_("A receipt is smaller than this file."))
        raw = upload.read() if upload is not None else data.get("text", "").encode()
        if not raw.strip():
            raise ValidationError(_("Choose the receipt's file or paste its text."))
        try:
            data["document"] = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                _("This is not a receipt: the text cannot be read as JSON.")
            ) from error
        return data


def _person(line: str) -> TeamMember:
    for separator in ("，", ",", "\t", "、"):
        name, found, role = line.partition(separator)
        if found:
            return TeamMember(name.strip(), role.strip())
    return TeamMember(line.strip())


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
