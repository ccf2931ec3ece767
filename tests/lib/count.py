#!/usr/bin/env python3
"""Adds up meson's JUnit files and prints what failed; the last line is "N passed, N failed".

A program that died, timed out or printed no result counts as one failure, and so does a missing
file: nothing that did not run can pass.
"""

import sys
import xml.etree.ElementTree as ElementTree


def main(paths):
    passed, failed, skipped = 0, 0, 0
    failures = []
    for path in paths:
        try:
            root = ElementTree.parse(path).getroot()
        except (OSError, ElementTree.ParseError) as error:
            failures.append(f"{path}: {error}")
            failed += 1
            continue
        for suite in root.iter("testsuite"):
            cases = suite.findall("testcase")
            bad = 0
            for case in cases:
                name = f'{suite.get("name")}: {case.get("name")}'
                if case.find("failure") is not None or case.find("error") is not None:
                    failed += 1
                    bad += 1
                    failures.append(name)
                elif case.find("skipped") is not None:
                    skipped += 1
                else:
                    passed += 1
            told = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            if told > bad or not cases:
                failed += max(told - bad, 1)
                failures.append(f'{suite.get("name")}: the program failed as a whole')
    for failure in failures:
        print(f"failed: {failure}")
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main(sys.argv[1:]))
