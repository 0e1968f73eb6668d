"""Reading our own source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = (
    *("core", "reference", "accounts", "blacklist", "providers", "experts"),
    *("audits", "marketplace", "cms"),
)


def modules(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the packages with its syntax tree."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def service_modules() -> Iterator[tuple[Path, ast.Module]]:
    """Yield the modules that hold services."""
    for path, tree in modules():
        inside = path.relative_to(ROOT).parts
        if "services" in inside or path.name == "services.py":
            yield path, tree


def name_of(node: ast.expr) -> str:
    """Return the last part of a dotted name, or nothing."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return ""
