#!/usr/bin/env python3
"""single_commands.py BUILD OUT: compile_commands.json of a unity build, with one entry for each source that a unity source includes.

clang-tidy looks at sources one by one; a unity build's own list knows only the sources that include them.
"""
import json
import pathlib
import re
import sys

build, out = map(pathlib.Path, sys.argv[1:])
entries = []
for entry in json.loads((build / "compile_commands.json").read_text()):
    file = pathlib.Path(entry["file"])
    sources = [file]
    if file.parent.name == "Unity":
        sources = [pathlib.Path(name) for name in re.findall(r'^#include "(.+)"', file.read_text(), re.MULTILINE)]
    for source in sources:
        entries.append({"directory": entry["directory"], "file": str(source),
                        "command": entry["command"].replace(str(file), str(source))})
out.mkdir(parents=True, exist_ok=True)
(out / "compile_commands.json").write_text(json.dumps(entries))
