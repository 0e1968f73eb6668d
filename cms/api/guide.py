"""The description of open data, as people read it.

Everything comes from the OpenAPI document, so that the page cannot say anything
else than the document says; only the language is the reader's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from cms.api.schemas import VOCABULARIES

Node = Mapping[str, Any]

STATUSES: Final = {
    HTTPStatus.OK: pgettext_lazy("response", "Answered"),
    HTTPStatus.NOT_FOUND: gettext_lazy("Nothing of that number or code is public"),
    HTTPStatus.UNPROCESSABLE_ENTITY: gettext_lazy("A parameter makes no sense"),
}
_LABELS: Final = {one.__name__: dict(one.choices) for one in VOCABULARIES}
# Shapes that no answer holds.
_INTERNAL: Final = {"Input"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is, in words, with the shape it leads to."""

    words: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something a request may say."""

    name: str
    place: str
    kind: Kind
    required: bool
    meaning: str
    default: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back."""

    status: int
    meaning: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]
    answers: list[Answer]
    example: str


@dataclass(frozen=True, slots=True)
class Property:
    """One field of a shape."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer looks like: fields, or the codes a field may hold."""

    name: str
    fields: list[Property]
    codes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole description."""

    server: str
    licence: Mapping[str, str]
    operations: list[Operation]
    shapes: list[Shape]


def guide_to(document: Node) -> Guide:
    """Return the description of an OpenAPI document in the reader's language."""
    server = document["servers"][0]["url"]
    return Guide(
        server=server,
        licence=document["info"]["license"],
        operations=list(_operations(document, server)),
        shapes=[
            _shape(name, node)
            for name, node in sorted(document["components"]["schemas"].items())
            if name not in _INTERNAL
        ],
    )


def _operations(document: Node, server: str) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, node in methods.items():
            yield Operation(
                anchor=node["operationId"],
                method=method.upper(),
                path=path,
                summary=_(node["summary"]),
                description=_(node["description"]),
                parameters=[_parameter(one) for one in node.get("parameters", [])],
                answers=[
                    _answer(int(status), answer)
                    for status, answer in node["responses"].items()
                ],
                example=_example(server + path, node.get("parameters", [])),
            )


def _parameter(node: Node) -> Parameter:
    places = {
        "path": pgettext("parameter", "path"),
        "query": pgettext("parameter", "query"),
    }
    return Parameter(
        name=node["name"],
        place=places[node["in"]],
        kind=_kind(node["schema"]),
        required=node["required"],
        meaning=_(node["description"]),
        default=str(node["schema"].get("default", "")),
    )


def _answer(status: int, node: Node) -> Answer:
    schema = node["content"]["application/json"]["schema"]
    return Answer(
        status=status,
        meaning=str(STATUSES[HTTPStatus(status)]),
        shape=_target(schema),
    )


def _example(address: str, parameters: list[Node]) -> str:
    query = []
    for node in parameters:
        value = quote(str(_sample(node)))
        if node["in"] == "path":
            address = address.replace(f"{{{node['name']}}}", value)
        elif value:
            query.append(f"{node['name']}={value}")
    address = f"{address}?{'&'.join(query)}" if query else address
    return f'curl "{address}"'


def _sample(node: Node) -> object:
    given = node.get("examples") or [node["schema"].get("default", "")]
    return given[0]


def _shape(name: str, node: Node) -> Shape:
    labels = _LABELS.get(name, {})
    return Shape(
        name=name,
        fields=[
            Property(
                name=field,
                kind=_kind(schema),
                meaning=_(schema.get("description", "")),
            )
            for field, schema in node.get("properties", {}).items()
        ],
        codes=[(code, str(labels[code])) for code in node.get("enum", [])],
    )


def _kind(schema: Node) -> Kind:
    if "anyOf" in schema:
        return _choice(schema["anyOf"])
    if "$ref" in schema:
        return Kind(_target(schema), _target(schema))
    if schema["type"] == "array":
        inner = _kind(schema["items"])
        return Kind(_("list of %(kind)s") % {"kind": inner.words}, inner.shape)
    return Kind(_plain(schema))


def _choice(schemas: list[Node]) -> Kind:
    kinds = [_kind(one) for one in schemas if one.get("type") != "null"]
    words = _(" or ").join(one.words for one in kinds)
    if len(kinds) < len(schemas):
        words = _("%(kind)s or null") % {"kind": words}
    return Kind(words, next((one.shape for one in kinds if one.shape), ""))


def _plain(schema: Node) -> str:
    words = {
        "string": pgettext("data type", "text"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "date": _("date"),
        "date-time": _("date and time"),
        "uri": _("web address"),
        "decimal": _("decimal number as text"),
    }[schema.get("format", schema["type"])]
    if "maximum" in schema:
        low, high = schema["minimum"], schema["maximum"]
        return _("%(kind)s, %(low)s to %(high)s") % {
            "kind": words,
            "low": low,
            "high": high,
        }
    if "maxLength" in schema:
        most = schema["maxLength"]
        return _("%(kind)s, at most %(most)s characters") % {
            "kind": words,
            "most": most,
        }
    return words


def _target(schema: Node) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
