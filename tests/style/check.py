#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader of the code may rely on, checked: format, licences, layout, the direction of
includes, complete translations, valid data files. Speaks TAP.

usage: check.py SOURCE_ROOT
"""

import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(sys.argv[1])
TOP_LEVEL = {"app", "ui", "resources", "po", "tests", "meson.build", "README.md", "LICENSE"}

# The folders of app/ that each folder may include. Nobody includes server/ or cli/.
APP_USES = {
    "document": set(),
    "import": {"document"},
    "attachment": {"document", "import", "check"},
    "check": {"document"},
    "workflow": {"document", "check"},
    "store": {"document", "check", "workflow"},
    "site": {"document", "check", "workflow"},
    "portal": {"document", "check", "workflow", "store", "site"},
    "sync": {"document", "check", "workflow", "store", "site", "portal"},
    "server": {"document", "check", "workflow", "store", "site"},
    "cli": {"document", "import", "attachment", "check", "workflow", "store", "site", "portal", "sync"},
}
# A foreign library's header, and the only folders that may name it.
LIBRARY_HOMES = {
    r"gtk/|gdk/|handy\.h|webkit2?/": {"ui"},
    r"sqlite3\.h": {"app/store"},
    r"libsoup/": {"app/portal", "app/sync", "app/server"},
    r"webkit2/": {"ui/editor", "ui/preview"},
}


def run(*command, **options):
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, **options)


def tracked(*endings):
    names = run("git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard").stdout.split("\n")
    return [name for name in names if name.endswith(endings) and os.path.isfile(os.path.join(ROOT, name))]


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def layout():
    for name in sorted({name.split("/")[0] for name in tracked("")}):
        if not name.startswith(".") and name not in TOP_LEVEL:
            yield f"{name} does not belong at the top level"


def formatted():
    names = tracked(".c", ".h")
    for start in range(0, len(names), 50):
        done = run("clang-format-14", "--dry-run", "-Werror", *names[start : start + 50])
        yield from re.findall(r"^(\S+:\d+):\d+: error", done.stderr, re.M)


def licences():
    for name in tracked(".c", ".h", ".js", ".mjs"):
        if "SPDX-License-Identifier: GPL-3.0-or-later" not in read(name)[:200]:
            yield f"{name}: no SPDX line at the top"


def unfinished():
    for name in tracked(".c", ".h", ".js", ".mjs", ".ui", ".sh", ".xsl", ".css"):
        for number, line in enumerate(read(name).split("\n"), 1):
            if re.search(r"\b(TODO|FIXME|XXX)\b", line):
                yield f"{name}:{number}: {line.strip()}"


def include_direction():
    for name in tracked(".c", ".h"):
        parts = name.split("/")
        for number, line in enumerate(read(name).split("\n"), 1):
            match = re.match(r'#include ["<]([^">]+)[">]', line)
            if not match or parts[0] == "tests":
                continue
            target = match.group(1)
            for pattern, homes in LIBRARY_HOMES.items():
                if re.match(pattern, target) and not any(name.startswith(home + "/") for home in homes):
                    yield f"{name}:{number}: {target} is used in {', '.join(sorted(homes))} only"
            folder = target.split("/")[0]
            if parts[0] == "app" and "/" in target and folder in APP_USES and folder != parts[1]:
                if folder not in APP_USES.get(parts[1], set()):
                    yield f"{name}:{number}: app/{parts[1]} may not use app/{folder}"


def potfiles():
    listed = [line for line in read("po/POTFILES.in").split("\n") if line and not line.startswith("#")]
    if listed != sorted(set(listed)):
        yield "po/POTFILES.in is not sorted"
    wanted = set()
    for name in tracked(".c", ".ui", ".desktop.in", ".metainfo.xml.in", ".gschema.xml"):
        if name.startswith("tests/"):
            continue
        text = read(name)
        if name.endswith(".c"):
            found = re.search(r"\b(_|N_|C_|NC_|ngettext) \(\"", text)
        elif name.endswith(".ui"):
            found = 'translatable="yes"' in text
        else:
            found = not name.endswith(".gschema.xml") or "<summary>" in text
        if found:
            wanted.add(name)
    for name in sorted(wanted - set(listed)):
        yield f"{name} is missing in po/POTFILES.in"
    for name in listed:
        if not os.path.exists(os.path.join(ROOT, name)):
            yield f"po/POTFILES.in names {name}, which is not there"


def translations():
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "gongbao.pot")
        made = run(
            "xgettext", "--from-code=UTF-8", "--files-from=po/POTFILES.in", "--output", template,
            "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
            "--keyword=g_dngettext:2,3", "--flag=ngettext:1:pass-c-format", "--flag=ngettext:2:pass-c-format",
        )
        if made.returncode != 0:
            yield made.stderr.strip()
            return
        compared = run("msgcmp", "po/zh_CN.po", template)
        if compared.returncode != 0:
            yield from compared.stderr.strip().split("\n")
    checked = run("msgfmt", "--check", "--output-file=/dev/null", "po/zh_CN.po")
    if checked.returncode != 0:
        yield checked.stderr.strip()


def data_files():
    for name in tracked(".ui", ".rng", ".xsl", ".gresource.xml", ".svg", ".xml"):
        if name.startswith("tests/"):
            continue
        done = run("xmllint", "--noout", "--nonet", name)
        if done.returncode != 0:
            yield done.stderr.strip()
    if os.path.isdir(os.path.join(ROOT, "resources/schemas")):
        done = run("glib-compile-schemas", "--strict", "--dry-run", "resources/schemas")
        if done.returncode != 0:
            yield done.stderr.strip()


def lock_files():
    for name in tracked("package-lock.json"):
        if re.search(r'"resolved": "http', read(name)):
            yield f"{name} names download addresses"
    for name in tracked("package.json"):
        for package, version in re.findall(r'"([^"]+)": "([\^~>*][^"]*)"', read(name)):
            yield f"{name}: {package} is not pinned ({version})"


def manual_pages():
    for name in tracked(".1"):
        done = run("man", "--warnings", "-l", "-Tutf8", name) if os.path.exists("/usr/bin/man") else None
        if done and done.stderr.strip():
            yield f"{name}: {done.stderr.strip()}"
        if not read(name).startswith((".TH", ".\\\"")):
            yield f"{name} does not begin with .TH"


CHECKS = [
    layout, formatted, licences, unfinished, include_direction, potfiles, translations, data_files, lock_files,
    manual_pages,
]


def main():
    print(f"1..{len(CHECKS)}")
    for number, check in enumerate(CHECKS, 1):
        problems = list(check())
        for problem in problems:
            print(f"# {problem}")
        print(f'{"not ok" if problems else "ok"} {number} - {check.__name__}')


main()
