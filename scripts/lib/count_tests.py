#!/usr/bin/env python3
"""Prints "passed failed skipped" of a test report, XML (GoogleTest) or JSON (vitest), and a line for each test that failed."""
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


def failures(path: str) -> list[str]:
    if path.endswith(".xml"):
        root = ElementTree.parse(path).getroot()
        return [f"{case.get('classname')}.{case.get('name')}" for case in root.iter("testcase") if case.find("failure") is not None]
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    names = []
    for suite in report.get("testResults", []):
        file_name = "/".join(suite["name"].split("/")[-2:])
        if suite.get("status") == "failed" and not suite.get("assertionResults"):
            names.append(f"{file_name}: cannot be loaded")
        names += [f"{file_name}: {case['fullName'].strip()}" for case in suite.get("assertionResults", []) if case["status"] == "failed"]
    return names


def second_tries(path: str) -> list[str]:
    """Tests that passed when they were run again. A machine that stood still explains one; the same one twice is a fault."""
    if path.endswith(".xml"):
        return []
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    return [f"passed at the second try: {'/'.join(suite['name'].split('/')[-2:])}: {case['fullName'].strip()}" for suite in report.get("testResults", [])
            for case in suite.get("assertionResults", []) if case["status"] == "passed" and case.get("failureMessages")]


print(*counts(sys.argv[1]))
print(*failures(sys.argv[1]), *second_tries(sys.argv[1]), sep="\n")
