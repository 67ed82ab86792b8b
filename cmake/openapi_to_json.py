"""Turns api/<service>.yaml into the OpenAPI document that the service serves, and refuses a careless one.

    openapi_to_json.py api/point.yaml build/point.json

Copies in what refers to common.yaml, and adds the answers that the dispatcher gives on any route, so that the source
files say only what is particular: 401 where one must be signed in, 403 where a permission is wanted, 400 and 413 where
there is a body or a query, 503 everywhere; Idempotency-Key on POST; X-Request-Id on every answer.
"""
import json
import pathlib
import re
import sys

import yaml

METHODS = ("get", "put", "post", "patch", "delete")


class Loader(yaml.SafeLoader):
    """Dates stay text, and a key given twice is an error instead of a silent loss."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"{node.start_mark}: given twice: {sorted(twice)}")
        return super().construct_mapping(node, deep)


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)


def resolve(document, pointer):
    for part in pointer.removeprefix("#/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


def copy_in(document, folder):
    """Replaces references to other files by references to copies in this document."""

    def walk(node, origin):
        if isinstance(node, list):
            return [walk(item, origin) for item in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return reference(node, origin)
        return {key: walk(value, origin) for key, value in list(node.items())}

    def reference(node, origin):
        name, pointer = node["$ref"].split("#")
        source = load_once(name) if name else origin
        if pointer.startswith("/paths/"):
            return walk(resolve(source, pointer[1:]), source)
        if source is not document:
            _, kind, key = pointer[1:].split("/")
            kept = document.setdefault("components", {}).setdefault(kind, {})
            if key not in kept:
                kept[key] = {}  # stops the recursion of a schema that contains itself
                kept[key] = walk(source["components"][kind][key], source)
        return {"$ref": "#" + pointer}

    loaded = {}

    def load_once(name):
        if name not in loaded:
            loaded[name] = load(folder / name)
        return loaded[name]

    paths = walk(document["paths"], document)
    own = {kind: walk(items, document) for kind, items in list(document.get("components", {}).items())}
    document["paths"] = paths
    for kind, items in own.items():
        document["components"][kind] |= items
    for kind in ("securitySchemes", "headers", "responses", "parameters"):
        for key in load_once("common.yaml")["components"][kind]:
            reference({"$ref": f"common.yaml#/components/{kind}/{key}"}, document)


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item, item[method]


def add_common_answers(document):
    for path, method, item, operation in operations(document):
        answers = operation["responses"]

        def add(status, name):
            answers.setdefault(status, {"$ref": f"#/components/responses/{name}"})

        parameters = operation.setdefault("parameters", [])
        parameters[:0] = item.get("parameters", [])
        permission = operation["x-permission"]
        if method == "post":
            if operation.pop("x-idempotent", True) and permission != "public":
                parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
                add("409", "Conflict")
            add("400", "InvalidParams")
        places = {follow(document, parameter)["in"] for parameter in parameters}
        if "requestBody" in operation:
            add("413", "TooLarge")
        if "requestBody" in operation or "query" in places:
            add("400", "InvalidParams")
        if "path" in places:
            add("404", "NotFound")
        if permission != "public":
            add("401", "Unauthorized")
            operation["security"] = [{"bearer": []}]
            if permission != "signed-in":
                add("403", "Forbidden")
        else:
            operation["security"] = []
        add("503", "Unavailable")
        for answer in answers.values():
            if "$ref" not in answer:
                answer.setdefault("headers", {})["X-Request-Id"] = {"$ref": "#/components/headers/RequestId"}
        operation["responses"] = dict(sorted(answers.items()))
    for item in document["paths"].values():
        item.pop("parameters", None)
    for name, answer in document["components"]["responses"].items():
        answer.setdefault("headers", {})["X-Request-Id"] = {"$ref": "#/components/headers/RequestId"}


def follow(document, node):
    return resolve(document, node["$ref"]) if "$ref" in node else node


def problems(document):
    ids = [operation.get("operationId") for _, _, _, operation in operations(document)]
    for path, method, _, operation in operations(document):
        where = f"{method.upper()} {path}"
        for field in ("operationId", "summary", "tags", "x-permission", "responses"):
            if not operation.get(field):
                yield f"{where}: has no {field}"
        if ids.count(operation.get("operationId")) > 1:
            yield f"{where}: operationId {operation.get('operationId')} is not unique"
        if not re.fullmatch(r"public|signed-in|[a-z]+\.[a-z]+", operation.get("x-permission", "")):
            yield f"{where}: x-permission is public, signed-in or resource.action"
        named = {p["name"] for p in (follow(document, p) for p in operation["parameters"]) if p["in"] == "path"}
        if named != set(re.findall(r"{(\w+)}", path)):
            yield f"{where}: path parameters are {sorted(named)}"
    yield from schema_problems(document, document["components"].get("schemas", {}), "components.schemas")


def schema_problems(document, node, where):
    if isinstance(node, list):
        for i, item in enumerate(node):
            yield from schema_problems(document, item, f"{where}[{i}]")
    if not isinstance(node, dict):
        return
    if node.get("type") == "object" and "properties" in node:
        if "additionalProperties" not in node and "required" not in node:
            yield f"{where}: says neither additionalProperties nor required"
        for name in node.get("required", []):
            if name not in node["properties"]:
                yield f"{where}: requires {name}, which is not among its properties"
    for key, value in node.items():
        if key not in ("examples", "example", "default", "enum", "const"):
            yield from schema_problems(document, value, f"{where}.{key}")


def check_references(document, node):
    if isinstance(node, list):
        for item in node:
            check_references(document, item)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            resolve(document, node["$ref"])
        for value in node.values():
            check_references(document, value)


def drop_unused(document):
    """Shared parameters, answers and headers that this service does not use."""
    while True:
        text = json.dumps(document)
        unused = [(kind, key) for kind, items in document["components"].items() if kind != "securitySchemes"
                  for key in items if f'"#/components/{kind}/{key}"' not in text]
        if not unused:
            return
        for kind, key in unused:
            del document["components"][kind][key]


def main(source, target):
    path = pathlib.Path(source)
    document = load(path)
    copy_in(document, path.parent)
    add_common_answers(document)
    drop_unused(document)
    check_references(document, document)
    found = list(problems(document))
    if found:
        sys.exit("\n".join(f"{source}: {problem}" for problem in found))
    pathlib.Path(target).write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
