"""Every service that writes leaves a journal entry.

A service is a public function of a services module that opens a transaction of
its own. It records directly or through a helper of its module. What `core` offers runs
inside a step of somebody else, who records that step.
"""

import ast

import pytest

from tests.promises.sources import ROOT, name_of, service_modules

NO_STEP_OF_A_PERSON = {
    "reference.services.loading.load_reference_data": "brings the shipped rows",
}


def _atomic_services():
    for path, tree in service_modules():
        if path.relative_to(ROOT).parts[0] == "core":
            continue
        functions = {
            node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, node in functions.items():
            decorators = {name_of(decorator) for decorator in node.decorator_list}
            if not name.startswith("_") and "atomic" in decorators:
                yield f"{module}.{name}", node, functions


def _records(node, functions, seen):
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        name = name_of(call.func)
        if name.startswith("record"):
            return True
        if name in functions and name not in seen:
            seen.add(name)
            if _records(functions[name], functions, seen):
                return True
    return False


@pytest.mark.parametrize(
    ("service", "node", "functions"),
    [pytest.param(*found, id=found[0]) for found in _atomic_services()],
)
def test_a_service_that_writes_leaves_a_journal_entry(service, node, functions):
    assert service in NO_STEP_OF_A_PERSON or _records(node, functions, set())


def test_every_exception_is_still_a_service():
    known = {service for service, _node, _functions in _atomic_services()}

    assert set(NO_STEP_OF_A_PERSON) <= known
