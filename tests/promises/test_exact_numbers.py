import ast

import pytest
from django.apps import apps
from django.db import models

from tests.promises.sources import PACKAGES, ROOT, modules

# Where a float is a share of time, of pixels or of likeness, not an amount.
NO_AMOUNT = {
    "core/sheets/values.py": "spreadsheet programs hand numbers over as floats",
    "core/search/engines/embedded.py": "how alike two spellings are",
}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_column_keeps_a_float(package):
    floats = [
        field
        for model in apps.get_app_config(package).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]

    assert floats == []


def test_amounts_rates_and_scores_never_pass_through_a_float():
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "float"
        and str(path.relative_to(ROOT)) not in NO_AMOUNT
    ]

    assert calls == []
