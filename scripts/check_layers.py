#!/usr/bin/env python3
"""Fails on an #include that points where the layer table does not allow it (docs/architecture.md, Layers)."""
import pathlib
import re
import sys

SERVICES = ("point", "ottb", "dci", "workspace")

# Layer → the layers that it may include, besides itself.
MAY_INCLUDE = {
    "base": [],
    "contracts": ["base"],
    "protocols": ["base"],
    "http": ["base", "contracts"],
    "realtime": ["base", "http", "contracts", "protocols"],
    "media": ["base"],
    "sip": ["base", "media"],
    "point": ["base", "http", "contracts", "protocols"],
    "ottb": ["base", "http", "contracts"],
    "dci": ["base", "http", "contracts"],
    "workspace": ["base", "http", "contracts"],
    "adapters/storage_sql": ["base", "protocols", "contracts", *SERVICES],
    "adapters/storage_sqlite": ["base", "contracts", "adapters/storage_sql"],
    "adapters/storage_postgres": ["base", "contracts", "adapters/storage_sql"],
    "adapters/pbx_embedded": ["base", "contracts", "ottb", "sip", "media"],
    "adapters/bus_memory": ["base", "contracts", *SERVICES],
}

# An adapter sees of a service what it declares and what it speaks of, not how it decides and not its HTTP face.
HIDDEN_FROM_ADAPTERS = re.compile(r"_(service|routes|module)\.hpp$")

# Ports that the HTTP edge declares for adapters.
HTTP_PORTS = ["http/idempotency.hpp"]

# Test programs beside a service may run it over the real SQLite store.
TESTS_MAY_ALSO_INCLUDE = ["adapters/storage_sql", "adapters/storage_sqlite", "adapters/bus_memory"]

# Library headers that belong to few layers: pattern → (layers, reason).
LIBRARIES = {
    r"boost/beast": (["http"], "only src/http knows Beast"),
    r"boost/asio|base/async/": (
        ["base", "contracts", "http", "realtime", "media", "sip", *SERVICES, "adapters/storage_sql", "adapters/storage_sqlite",
         "adapters/storage_postgres", "adapters/bus_memory", "adapters/pbx_embedded"],
        "protocols are pure: no sockets, no loops"),
    r"sqlite3\.h": (["adapters/storage_sqlite"], "only its adapter knows SQLite"),
    r"libpq-fe\.h": (["adapters/storage_postgres"], "only its adapter knows PostgreSQL"),
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def layer_of(path: str) -> str:
    """The layer of a path below src/: its first folder, with the technology for adapters."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "adapters" else parts[0]


def why_refused(source: str, quote: str, target: str, roots: list[pathlib.Path]) -> str | None:
    """The rule that the include breaks, or None. `source` is relative to src/."""
    layer, is_test = layer_of(source), source.endswith("_test.cpp")
    if layer not in MAY_INCLUDE:
        return f"src/{layer} is not in the layer table (scripts/check_layers.py)"
    for pattern, (owners, reason) in LIBRARIES.items():
        if re.match(pattern, target) and layer not in owners:
            return reason
    if quote == "<":
        return None
    if not (roots[0] / target).exists():
        if is_test and (roots[1] / target).exists():
            return None
        return f'"{target}" is not a path below src/'
    other = layer_of(target)
    if other == layer or other in MAY_INCLUDE[layer]:
        if layer.startswith("adapters/") and other in SERVICES and HIDDEN_FROM_ADAPTERS.search(target) and not is_test:
            return "adapters see a service's ports and values, not its services, routes or module"
        return None
    if layer.startswith("adapters/") and target in HTTP_PORTS:
        return None
    if is_test and other in TESTS_MAY_ALSO_INCLUDE:
        return None
    allowed = ", ".join(MAY_INCLUDE[layer]) or "nothing of ours"
    return f"{layer} may include {allowed}; not {other}"


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    roots = [root / "src", root / "tests"]
    arrows, refused = 0, 0
    for path in sorted(p for p in roots[0].rglob("*") if p.suffix in (".hpp", ".cpp", ".h")):
        source = path.relative_to(roots[0]).as_posix()
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            arrows += 1
            reason = why_refused(source, match[1], match[2], roots)
            if reason:
                refused += 1
                print(f"src/{source}:{number}: includes {match[2]}: {reason}")
    if arrows == 0:
        print("found no #include at all: the check looked in the wrong place")
        return 1
    if refused:
        print(f"{refused} of {arrows} includes break the layers")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
