#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Guards the include table (include_table.py): a file looks only toward the data's source, every project
include is written from the root in quotes, and no row allows what its folder does not use. Argument: another root."""

import functools
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import include_table
import source_tree

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
GENERATED = re.compile(r'\.(moc|skel\.h)$|(^|/)(moc|ui)_[a-z_0-9]+\.(cpp|h)$')


@functools.cache
def qt_headers():
    """Folder of Qt's headers, or '' where there is no Qt."""
    for tool in ("qmake6", "qtpaths6"):
        try:
            answer = subprocess.run([tool, "-query", "QT_INSTALL_HEADERS"], capture_output=True, text=True)
        except OSError:
            continue
        if answer.returncode == 0:
            return answer.stdout.strip()
    return ""


@functools.cache
def qt_module(header):
    """QtCore for QString and for QtCore/QString; None for what is not Qt's."""
    first = header.split("/")[0]
    if "/" in header:
        return first if re.fullmatch(r"Qt[A-Z]\w*|Qsci", first) else None
    if not re.fullmatch(r"[qQ]\w*(\.h)?", header):
        return None
    headers = qt_headers()
    if headers:
        for module in sorted(os.listdir(headers)):
            if os.path.exists(os.path.join(headers, module, header)):
                return module
    return "Qt" if re.fullmatch(r"Q[A-Z]\w*", header) else None


def problems_of(root, path, known):
    found = []
    project_folders = ("app/", "bpf/", "privhelper/", "ui/", "tests/")
    for number, line in enumerate(source_tree.lines(root, path), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        where = f"{path}:{number}: "
        quoted, angled = match.groups()
        if quoted:
            if GENERATED.search(quoted):
                continue
            if quoted not in known:
                found.append(where + f'"{quoted}" is not a path from the root of the tree')
                continue
            row = include_table.may_include(path, quoted)
            if row and path not in include_table.EXCEPTIONS:
                found.append(where + f'{row} may not include "{quoted}"')
            continue
        if angled in known and angled.startswith(project_folders):
            found.append(where + f"<{angled}> is a file of the project: write it in quotes")
            continue
        module = qt_module(angled)
        allowed = include_table.qt_allowed(path)
        if module and allowed is not None and module not in allowed and path not in include_table.EXCEPTIONS:
            found.append(where + f"<{angled}> is of {module}, which this folder may not use")
    return found


def unused_allowances(root, paths):
    """What the table allows and no file of the folder includes, where both folders have files."""
    used = set()
    folders = set()
    for path in paths:
        row = include_table.row_of(path)
        folders.add(row)
        if row is None or path.endswith((".py", ".sh")):
            continue
        for line in source_tree.lines(root, path):
            match = INCLUDE.match(line)
            if match:
                quoted, angled = match.groups()
                used.add((row, quoted or qt_module(angled)))
    found = []
    for row, (allowed, modules) in include_table.ROWS.items():
        if row not in folders:
            continue
        for prefix in allowed:
            exists = any(path.startswith(prefix) for path in paths)
            if exists and not any(user == row and included and included.startswith(prefix) for user, included in used):
                found.append(f"{row} may include {prefix}, and no file of it does: take it out of the table")
        found += [f"{row} may use {module}, and no file of it does: take it out of the table"
                  for module in modules if (row, module) not in used]
    return found


def main():
    root = source_tree.root_from_arguments()
    paths = source_tree.code_files(root)
    known = set(source_tree.files(root))
    problems = [problem for path in paths if not path.endswith((".py", ".sh"))
                for problem in problems_of(root, path, known)]
    problems += unused_allowances(root, paths)
    for path in include_table.EXCEPTIONS:
        if path not in known:
            problems.append(f"{path}: in the list of exceptions, but gone: take it off")
    source_tree.report(problems, f"includes against the table, in {len(paths)} files")


if __name__ == "__main__":
    main()
