"""The column that stores money."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable

from core.money.forms import MoneyFormField
from core.money.value import Money


class MoneyField(models.DecimalField):
    """``numeric(14, 2)`` that reads and writes Money."""

    # What the type checker's Django plugin reads and writes through a column.
    _pyi_private_set_type: Money | Combinable  # type: ignore[assignment] # not decimals
    _pyi_private_get_type: Money  # type: ignore[assignment] # not decimals

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix precision and scale: they are the rule, not a choice."""
        kwargs["max_digits"] = 14
        kwargs["decimal_places"] = 2
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:  # noqa: ANN401 - Django's own shape
        """Leave the fixed precision out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def from_db_value(
        self, value: Decimal | None, expression: object, connection: object
    ) -> Money | None:
        """Return a stored amount as Money."""
        # SQLite keeps numbers as doubles; two places bring the amount back.
        return None if value is None else Money(round(Decimal(value), 2))

    def to_python(self, value: object) -> Any:  # noqa: ANN401
        """Return ``value`` as Money."""
        if value is None or isinstance(value, Money):
            return value
        decimal = super().to_python(value)
        return None if decimal is None else Money(decimal)

    def get_prep_value(self, value: object) -> Any:  # noqa: ANN401
        """Return the plain decimal to store or to compare with."""
        prepared = super().get_prep_value(value)
        return prepared.yuan if isinstance(prepared, Money) else prepared

    def get_db_prep_save(self, value: object, connection: Any) -> Any:  # noqa: ANN401
        """Return the decimal as the database takes it."""
        if hasattr(value, "as_sql"):
            return value
        return connection.ops.adapt_decimalfield_value(
            self.get_prep_value(value), self.max_digits, self.decimal_places
        )

    def get_db_prep_value(
        self,
        value: object,
        connection: Any,  # noqa: ANN401
        prepared: bool = False,  # noqa: FBT001, FBT002 - Django's signature
    ) -> Any:  # noqa: ANN401
        """Return the decimal for look-ups."""
        if not prepared:
            value = self.get_prep_value(value)
        return connection.ops.adapt_decimalfield_value(
            value, self.max_digits, self.decimal_places
        )

    def run_validators(self, value: Any) -> None:  # noqa: ANN401
        """Validate the decimal inside."""
        super().run_validators(value.yuan if isinstance(value, Money) else value)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialise as a plain decimal."""
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else str(value.yuan)

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401
        """Offer the form field that understands how people write amounts."""
        return models.Field.formfield(self, **{"form_class": MoneyFormField, **kwargs})
