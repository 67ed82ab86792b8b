#!/usr/bin/env python3
"""Fails on a link in a Markdown file that leads to no file or heading of the project."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SKIP = {"build", "var", "node_modules", ".git"}
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(path: pathlib.Path) -> set[str]:
    """Headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def main() -> int:
    broken = 0
    for path in sorted(ROOT.rglob("*.md")):
        if SKIP & set(path.relative_to(ROOT).parts):
            continue
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in LINK.findall(text):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.exists():
                reason = "there is no such file"
            elif anchor and target.suffix == ".md" and anchor not in anchors(target):
                reason = "there is no such heading"
            else:
                continue
            broken += 1
            print(f"{path.relative_to(ROOT)}: {link}: {reason}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
