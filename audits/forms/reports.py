"""Forms about reports."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.enums import BalanceKind, ChapterKey
from audits.forms.rounds import DayInput
from audits.models import Report
from audits.services.reports import AuthorName

BALANCE_UNITS = {"energy": "tce", "water": "t", "material": "t"}
MOST_LINES = 60


class LinesField(forms.CharField):
    """Lines of an item and an amount, such as ``fresh_water 105``."""

    widget = forms.Textarea
    default_error_messages = {
        "line": _(
            "Write an item and an amount on each line; this one has none: %(line)s"
        ),
        "twice": _("This item is named twice: %(line)s"),
        "many": _("At most %(most)s lines."),
    }

    def to_python(self, value: Any) -> dict[str, str]:  # type: ignore[override] # noqa: ANN401 - lines become a table
        """Return amounts as text by item."""
        text = super().to_python(value) or ""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            self._refuse("many", most=MOST_LINES)
        found: dict[str, str] = {}
        for line in lines:
            item, amount = self._split(line)
            if item in found:
                self._refuse("twice", line=line)
            found[item] = amount
        return found

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401
        """Write a stored table as lines again."""
        if isinstance(value, dict):
            return "\n".join(f"{item} {amount}" for item, amount in value.items())
        return value

    def _split(self, line: str) -> tuple[str, str]:
        item, _space, amount = line.replace("\t", " ").rpartition(" ")
        number = amount.replace(",", "").replace("，", "")
        try:
            figure = Decimal(number)
        except InvalidOperation:
            self._refuse("line", line=line)
        if not item.strip() or not figure.is_finite():
            self._refuse("line", line=line)
        return item.strip(), f"{figure:f}"

    def _refuse(self, code: str, **params: object) -> None:
        raise forms.ValidationError(self.error_messages[code], code=code, params=params)


class ReportForm(forms.Form):
    """A report: claims, balances, chapters, authors and the file."""

    reported_on = forms.DateField(label=_("Date of the report"), widget=DayInput())
    authors = forms.CharField(
        label=_("Authors"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line: name, then the certificate number if any."),
    )
    claimed_level = forms.ChoiceField(
        label=_("Level of cleaner production claimed"),
        required=False,
        choices=[("", _("None")), ("1", "I"), ("2", "II"), ("3", "III")],
    )
    monitoring_attached = forms.ChoiceField(
        label=_("Online-monitoring statistics are attached"),
        required=False,
        choices=[("", _("Not applicable")), ("yes", _("Yes")), ("no", _("No"))],
    )
    file = forms.FileField(
        label=_("Report as a file"),
        required=False,
        help_text=_("PDF or Word. It is private and goes with this version."),
    )

    def __init__(self, *args: Any, report: Report | None = None, **kwargs: Any) -> None:
        """Begin with a version as it stands."""
        kwargs["initial"] = initial_of(report)
        super().__init__(*args, **kwargs)
        for kind, label in BalanceKind.choices:
            for side, text in (("inputs", _("inputs")), ("outputs", _("outputs"))):
                self.fields[f"{kind}-{side}"] = LinesField(
                    label=_("%(balance)s: %(side)s (%(unit)s)")
                    % {"balance": label, "side": text, "unit": BALANCE_UNITS[kind]},
                    required=False,
                    help_text=_("An item and its amount on each line."),
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
        for key, label in ChapterKey.choices:
            self.fields[f"chapter-{key}"] = forms.CharField(
                label=label, required=False, widget=forms.Textarea(attrs={"rows": 6})
            )

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields about the report as a whole."""
        return [self[name] for name in self.fields if "-" not in name]

    def balance_fields(self) -> list[forms.BoundField]:
        """Return the fields of the three balances."""
        return [
            self[f"{kind}-{side}"]
            for kind in BalanceKind.values
            for side in ("inputs", "outputs")
        ]

    def chapter_fields(self) -> list[forms.BoundField]:
        """Return the fields of the chapters."""
        return [self[f"chapter-{key}"] for key in ChapterKey.values]

    def chapters(self) -> dict[str, str]:
        """Return the chapters that have text."""
        texts = {key: self.cleaned_data[f"chapter-{key}"] for key in ChapterKey.values}
        return {key: text for key, text in texts.items() if text}

    def authors_named(self) -> list[AuthorName]:
        """Return the authors, one for each line."""
        lines = self.cleaned_data["authors"].splitlines()
        pairs = (line.replace(",", " ").replace("，", " ").split() for line in lines)
        return [AuthorName(words[0], " ".join(words[1:])) for words in pairs if words]

    def structured(self) -> dict[str, Any]:
        """Return the structured data as a report keeps it."""
        given = self.cleaned_data
        attached = {"yes": True, "no": False}
        return {
            "claimed_level": int(given["claimed_level"] or 0) or None,
            "monitoring_attached": attached.get(given["monitoring_attached"]),
            "balances": [
                {
                    "kind": kind,
                    "name": str(BalanceKind(kind).label),
                    "unit": BALANCE_UNITS[kind],
                    "inputs": given[f"{kind}-inputs"],
                    "outputs": given[f"{kind}-outputs"],
                }
                for kind in BalanceKind.values
                if given[f"{kind}-inputs"] or given[f"{kind}-outputs"]
            ],
        }


class AnswerForm(forms.Form):
    """What an author says to a finding."""

    answer = forms.CharField(
        label=_("Explanation"), required=False, widget=forms.Textarea
    )


def initial_of(report: Report | None) -> dict[str, Any]:
    """Return what a form about this version begins with."""
    if report is None:
        return {}
    data = report.data
    attached = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {
        "reported_on": report.reported_on,
        "authors": "\n".join(
            f"{author.name} {author.certificate}".strip()
            for author in report.authors.all()
        ),
        "claimed_level": str(data.get("claimed_level") or ""),
        "monitoring_attached": attached[data.get("monitoring_attached")],
    }
    for balance in data.get("balances", []):
        for side in ("inputs", "outputs"):
            initial[f"{balance['kind']}-{side}"] = balance[side]
    for key, text in report.chapters.items():
        initial[f"chapter-{key}"] = text
    return initial
