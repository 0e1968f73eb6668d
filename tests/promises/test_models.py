import importlib
from pathlib import Path

import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from core.journal.actions import declared_actions, sentence_of
from tests.promises.sources import PACKAGES, ROOT

# Rows that only a mechanism makes: a test that made them by hand would lie.
MADE_OTHERWISE = {
    "blacklist.ViolationCaseUserPermission",
    "core.JournalEntry",
    "core.LogCheckpoint",
    "core.LogErasure",
    "core.LogHead",
    "core.LogLeaf",
    "core.LogNode",
    "core.LogPayload",
    "core.NumberSequence",
    "core.OutboxMessage",
}


def _factory_models():
    for path in sorted(Path(ROOT / "tests" / "factories").glob("*.py")):
        module = importlib.import_module(f"tests.factories.{path.stem}")
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and issubclass(thing, DjangoModelFactory)
                and thing._meta.model is not None
            ):
                yield thing._meta.get_model_class()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_model_has_a_factory(package):
    made = set(_factory_models())
    missing = [
        model.__name__
        for model in apps.get_app_config(package).get_models()
        if model not in made and model._meta.label not in MADE_OTHERWISE
    ]

    assert missing == []


@pytest.mark.parametrize("action", declared_actions())
def test_every_action_reads_as_a_sentence_even_without_facts(action):
    assert sentence_of(action, {})
