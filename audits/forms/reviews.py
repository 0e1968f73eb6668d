"""Forms about review sessions and score sheets."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.models import Rubric, RubricItem, RubricSection, VetoItem


class SheetForm(forms.Form):
    """A score sheet, laid out by its rubric."""

    def __init__(
        self,
        *args: Any,
        rubric: Rubric,
        scores: dict[str, str],
        vetoes: list[str],
        opinion: str,
        gaps: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer a field for each item, filled with what was saved before.

        ``gaps`` are allowed while the sheet is not signed.
        """
        super().__init__(*args, **kwargs)
        self.sections = list(rubric.sections.prefetch_related("items"))
        self.veto_items = list(rubric.vetoes.all())
        for section in self.sections:
            for item in section.items.all():
                self.fields[item.key] = _points_field(
                    item, scores.get(item.key), required=not gaps
                )
        self.fields["vetoes"] = forms.MultipleChoiceField(
            label=_("Veto items that apply"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(veto.key, veto.label) for veto in self.veto_items],
            initial=vetoes,
            help_text=_("Say below why. One that stands decides the review."),
        )
        self.fields["opinion"] = forms.CharField(
            label=_("Opinion"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            initial=opinion,
        )

    def grouped(self) -> list[tuple[RubricSection, list[forms.BoundField]]]:
        """Return each section with the fields of its items."""
        return [
            (section, [self[item.key] for item in section.items.all()])
            for section in self.sections
        ]

    def scores(self) -> dict[str, Decimal]:
        """Return the points that were given."""
        keys = [item.key for section in self.sections for item in section.items.all()]
        given = {key: self.cleaned_data.get(key) for key in keys}
        return {key: value for key, value in given.items() if value is not None}

    def veto_labels(self, keys: list[str]) -> list[VetoItem]:
        """Return the veto items of these keys."""
        return [veto for veto in self.veto_items if veto.key in keys]


def _points_field(
    item: RubricItem, saved: str | None, *, required: bool
) -> forms.DecimalField:
    most = (
        f"{item.points:f}".rstrip("0").rstrip(".")
        if item.points % 1
        else (f"{item.points:.0f}")
    )
    return forms.DecimalField(
        label=item.label,
        required=required,
        min_value=Decimal(0),
        max_value=item.points,
        max_digits=5,
        decimal_places=1,
        initial=saved,
        help_text=_("0 to {most}").format(most=most),
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
