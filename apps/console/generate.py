"""Writes the console's view of the APIs from their committed OpenAPI documents: `make schemas`.

For each service a module of `console.models` (the types of what is sent and answered, by datamodel-code-generator) and
one of `console.calls` (a function for each operation: its path, its parameters, its body, and its answer's type).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from keyword import iskeyword
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parent / "src" / "console"
JSON, FORM = "application/json", "multipart/form-data"
HEADER = '"""{about} of {service}. Generated from its OpenAPI document by `make schemas`; not to be edited."""'
PRIMITIVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}

Schema = dict[str, Any]
"""A part of an OpenAPI document: JSON of many shapes."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=ROOT, help="the repository whose documents are read")
    parser.add_argument("--into", type=Path, default=PACKAGE, help="the package to write to")
    options = parser.parse_args()
    package: Path = options.into
    for document in sorted(options.documents.glob("services/*/openapi.json")):
        service = document.parent.name
        module = service.replace("-", "_") + ".py"
        write_models(service, document, package / "models" / module)
        operations = operations_of(json.loads(document.read_text()))
        write_calls(service, operations, package / "calls" / module)
    written = [str(package / "models"), str(package / "calls")]
    configuration = ["--config", str(ROOT / "pyproject.toml")]
    run("ruff", "check", "--select=I,F401,D212", "--fix", "--quiet", *configuration, *written)
    run("ruff", "format", "--quiet", *configuration, *written)


def run(tool: str, *arguments: str) -> None:
    """A tool of this environment."""
    subprocess.run([sys.executable, "-m", tool, *arguments], check=True)  # noqa: S603 our own arguments


def write_models(service: str, document: Path, target: Path) -> None:
    """The types of a service: dictionaries as they come, ids and times as the strings that they are in JSON."""
    target.parent.mkdir(parents=True, exist_ok=True)
    run(
        *("datamodel_code_generator", "--ignore-pyproject", "--input", str(document), "--input-file-type", "openapi"),
        *("--output", str(target), "--output-model-type", "typing.TypedDict", "--target-python-version", "3.11"),
        *("--no-use-closed-typed-dict", "--enum-field-as-literal", "all"),
        *("--use-schema-description", "--use-single-line-docstring"),
        *("--type-mappings", "uuid=string", "date=string", "date-time=string", "time=string"),
        *("--custom-file-header", HEADER.format(about="The types", service=service), "--formatters", "builtin"),
    )


def operations_of(document: Schema) -> Iterator[tuple[str, str, Schema]]:
    """Method, path and description of every operation that takes JSON, a form with a file, or nothing."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            taken = operation.get("requestBody", {"content": [JSON]})["content"]
            if JSON in taken or FORM in taken:
                yield method.upper(), path, operation


def write_calls(service: str, operations: Iterable[tuple[str, str, Schema]], target: Path) -> None:
    """A function for each operation."""
    lines = [
        HEADER.format(about="The calls", service=service),
        "from __future__ import annotations",
        "from typing import Any, Literal",
        "from console.call import Call, Transfer",
        f"from console.models import {service.replace('-', '_')} as models",
        *(call(method, path, operation) for method, path, operation in operations),
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(lines))


def call(method: str, path: str, operation: Schema) -> str:
    """The function that makes the call of an operation."""
    parameters = operation.get("parameters", [])
    in_path, in_query, in_header = (
        [parameter for parameter in parameters if parameter["in"] == place] for place in ("path", "query", "header")
    )
    by_position = [f"{identifier(one['name'])}: {python_type(one['schema'])}" for one in in_path]
    arguments = [f"{method!r}", ("f" if in_path else "") + repr(named_path(path))]
    by_name = [keyword_argument(one) for one in (*in_query, *in_header)]
    for name, given in (("params", in_query), ("headers", in_header)):
        if given:
            values = ", ".join(f"{one['name']!r}: {identifier(one['name'])}" for one in given)
            arguments.append(f"{name}={{{values}}}")
    if JSON in operation.get("requestBody", {}).get("content", ()):  # a form is made by `Api.submit`
        by_position.append(body_argument(operation["requestBody"]))
        arguments.append("body=body")
    kind = answer_type(operation)
    signature = ", ".join([*by_position, *(["*", *by_name] if by_name else [])])
    return (
        f"def {snake(operation['operationId'])}({signature}) -> {kind}:\n"
        f'    """{method} {path}"""\n'
        f"    return {kind.partition('[')[0]}({', '.join(arguments)})\n"
    )


def answer_type(operation: Schema) -> str:
    """`Call[…]` of what is answered as JSON, `Transfer` for files and streams."""
    if "204" in operation["responses"]:
        return "Call[None]"
    contents = [answer.get("content", {}) for status, answer in operation["responses"].items() if status[0] == "2"]
    schemas = [content[JSON]["schema"] for content in contents if JSON in content]
    types = list(dict.fromkeys(python_type(schema) for schema in schemas if schema))
    return f"Call[{' | '.join(types)}]" if types else "Transfer"


def body_argument(body: Schema) -> str:
    """The argument for a body of JSON."""
    kind = python_type(body["content"][JSON]["schema"])
    return f"body: {kind}" if body.get("required") else f"body: {optional(kind)} = None"


def keyword_argument(parameter: Schema) -> str:
    """The argument for a parameter of the query or a header; who leaves it out sends none."""
    kind = python_type(parameter["schema"])
    name = identifier(parameter["name"])
    if parameter.get("required"):
        return f"{name}: {kind}"
    return f"{name}: {optional(kind)} = None"


def optional(kind: str) -> str:
    """An annotation that lets None be."""
    return kind if "None" in kind.split(" | ") else f"{kind} | None"


def python_type(schema: Schema) -> str:
    """A schema as an annotation; models are written as `models.Name`."""
    if "$ref" in schema:
        name: str = schema["$ref"].rsplit("/", 1)[-1]
        return "models." + "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(python_type(one) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema.get('enum', [schema.get('const')]))}]"
    match schema.get("type"):
        case "array":
            return f"list[{python_type(schema['items'])}]"
        case "object":
            values = schema.get("additionalProperties")
            return f"dict[str, {python_type(values) if isinstance(values, dict) else 'Any'}]"
        case str(primitive):
            return PRIMITIVES[primitive]
        case _:
            return "Any"


def named_path(path: str) -> str:
    """A path with Python's names of its parameters."""
    return re.sub(r"{([^}]+)}", lambda found: f"{{{identifier(found[1])}}}", path)


def identifier(name: str) -> str:
    """A parameter's name in Python: `from` is `from_`, `X-Visitor-Token` is `x_visitor_token`."""
    found = name.replace("-", "_").lower()
    return f"{found}_" if iskeyword(found) else found


def snake(name: str) -> str:
    """`captureEmail` as `capture_email`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


if __name__ == "__main__":
    main()
