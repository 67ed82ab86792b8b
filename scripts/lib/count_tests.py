#!/usr/bin/env python3
"""Prints "passed failed skipped" of a test report: XML (GoogleTest) or JSON (vitest)."""
import json
import sys
import xml.etree.ElementTree as ElementTree


def counts(path: str) -> tuple[int, int, int]:
    if path.endswith(".xml"):
        suite = ElementTree.parse(path).getroot()
        total, failed = int(suite.get("tests", 0)), int(suite.get("failures", 0))
        skipped = int(suite.get("disabled", 0)) + sum(int(child.get("skipped", 0)) for child in suite)
        return total - failed - skipped, failed, skipped
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    # A file that cannot be loaded has no test of its own to fail: it counts as one.
    broken = sum(1 for suite in report.get("testResults", [])
                 if suite.get("status") == "failed" and not suite.get("assertionResults"))
    skipped = report.get("numPendingTests", 0) + report.get("numTodoTests", 0)
    return report["numPassedTests"], report["numFailedTests"] + broken, skipped


print(*counts(sys.argv[1]))
