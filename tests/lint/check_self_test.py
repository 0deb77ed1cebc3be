#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks find what is planted, and only that."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
GPL = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
BPF = "/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */\n"


class PlantedTree(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.plant("app/base/ids.h", GPL)
        self.plant("app/exchange/exchange.h", GPL + '#include "app/base/ids.h"\n')
        self.plant("privhelper/analyzer/plan.h", GPL)
        self.plant("privhelper/analyzer/elf.h", GPL)
        self.plant("bpf/flow_event.h", BPF)

    def tearDown(self):
        self.folder.cleanup()

    def plant(self, path, text):
        whole = os.path.join(self.folder.name, path)
        os.makedirs(os.path.dirname(whole), exist_ok=True)
        with open(whole, "w", encoding="utf-8") as out:
            out.write(text)

    def found(self, check):
        answer = subprocess.run([sys.executable, os.path.join(HERE, check), self.folder.name],
                                capture_output=True, text=True)
        self.assertEqual(answer.returncode != 0, bool(answer.stderr.strip()), answer)
        return answer.stderr

    def assert_includes_found(self, path, text, wanted):
        self.plant(path, GPL + text)
        self.assertIn(f"{path}:2: {wanted}", self.found("check_includes.py"))

    def test_clean_tree_has_nothing(self):
        self.plant("app/session/pipeline.cpp", GPL + '#include "app/base/ids.h"\n#include "app/exchange/exchange.h"\n#include <vector>\n')
        self.plant("tests/app/exchange/tst_store.cpp", GPL + '#include "app/exchange/exchange.h"\n#include <QtTest>\n')
        self.plant("privhelper/loader/attach.cpp", GPL + '#include "privhelper/analyzer/plan.h"\n#include "bpf/flow_event.h"\n')
        self.assertEqual(self.found("check_includes.py"), "")
        self.assertEqual(self.found("check_sources.py"), "")

    def test_a_download_in_the_tree(self):
        self.plant("package.tgz", "x" * 600 * 1024)
        self.assertIn("package.tgz: 600 KiB; the limit is 512: keep it out of the tree", self.found("check_sources.py"))

    def test_words_that_cannot_be_translated(self):
        self.plant("ui/bars/a.cpp", GPL + 'setText(QStringLiteral("Nothing to export."));\n'
                   'setText(tr("Saved ") + name);\nsetText(tr("Saved %1").arg(name));\nsetText(name + tr(" saved"));\n'
                   "tip += QLatin1Char('\\n') + tr(\"found by: %1\").arg(name);\n"
                   'new QLabel(QStringLiteral("MACHINE"));\nsetWindowTitle(QStringLiteral("Cleartap"));\n')
        found = self.found("check_sources.py")
        self.assertIn("ui/bars/a.cpp:2: words that cannot be translated", found)
        self.assertIn("ui/bars/a.cpp:7: words that cannot be translated", found)
        self.assertNotIn("ui/bars/a.cpp:8", found)
        self.assertIn("ui/bars/a.cpp:3: a sentence made of pieces", found)
        self.assertIn("ui/bars/a.cpp:5: a sentence made of pieces", found)
        self.assertEqual(found.count("ui/bars/a.cpp"), 4)

    def test_an_include_against_the_stream(self):
        self.assert_includes_found("app/base/time.h", '#include "app/exchange/exchange.h"\n',
                                   'app/base/ may not include "app/exchange/exchange.h"')

    def test_a_neighbour(self):
        self.assert_includes_found("app/protocols/parser.h", '#include "app/exchange/exchange.h"\n',
                                   'app/protocols/ may not include')

    def test_more_of_the_analyzer_than_its_plan(self):
        self.assert_includes_found("privhelper/loader/a.cpp", '#include "privhelper/analyzer/elf.h"\n',
                                   'privhelper/loader/ may not include')

    def test_the_window_from_its_models(self):
        self.plant("ui/views/table.h", GPL)
        self.assert_includes_found("ui/models/rows.h", '#include "ui/views/table.h"\n', "ui/models/ may not include")

    def test_a_test_that_reaches_further_than_its_folder(self):
        self.assert_includes_found("tests/app/base/tst_ids.cpp", '#include "app/exchange/exchange.h"\n',
                                   'app/base/ may not include')

    def test_an_allowance_that_nobody_uses(self):
        self.plant("app/filter/term.h", GPL + '#include "app/exchange/exchange.h"\n')
        self.plant("ui/models/rows.h", GPL)
        found = self.found("check_includes.py")
        self.assertIn("app/filter/ may include app/base/, and no file of it does", found)
        self.assertIn("ui/models/ may use QtCore, and no file of it does", found)
        self.assertNotIn("app/filter/ may include app/exchange/", found)

    def test_a_relative_include(self):
        self.assert_includes_found("app/base/time.h", '#include "ids.h"\n', '"ids.h" is not a path from the root')

    def test_angle_brackets_around_a_file_of_the_project(self):
        self.assert_includes_found("app/base/time.h", '#include <app/base/ids.h>\n', "<app/base/ids.h> is a file of")

    def test_qt_in_the_core(self):
        self.assert_includes_found("app/base/text.h", "#include <QtCore/QString>\n", "<QtCore/QString> is of QtCore")
        self.assert_includes_found("app/stream/text.h", "#include <QString>\n", "<QString> is of Qt")

    def test_widgets_in_a_model(self):
        self.assert_includes_found("ui/models/rows.h", "#include <QtWidgets/QTableView>\n", "<QtWidgets/QTableView>")

    def test_a_missing_licence(self):
        self.plant("app/base/time.h", "#pragma once\n")
        self.plant("bpf/socket.bpf.c", GPL)
        found = self.found("check_sources.py")
        self.assertIn("app/base/time.h:1: starts without", found)
        self.assertIn("bpf/socket.bpf.c:1: starts without", found)

    def test_a_file_too_long(self):
        self.plant("app/base/long.cpp", GPL + "int x;\n" * 500)
        self.plant("app/base/just.cpp", GPL + "int x;\n" * 499)
        found = self.found("check_sources.py")
        self.assertIn("app/base/long.cpp: 501 lines", found)
        self.assertNotIn("just.cpp", found)

    def test_words_that_stay_out(self):
        self.plant("app/base/a.cpp", GPL + "// TO" "DO later\n")
        self.plant("app/base/b.cpp", GPL + "#include <re" "gex>\n")
        self.plant("app/base/c.cpp", GPL + "#include <nlohmann/json.hpp>\nauto s = j.du" "mp(2);\n")
        self.plant("app/base/d.cpp", GPL + 'auto p = "/wo' 'rk/main/x";\n')
        self.plant("app/base/e.cpp", GPL + "hex.du" "mp(2);\n")
        self.plant("dev", "#!/bin/bash\nif apt-cache policy x | gr" "ep -q Candidate; then true; fi\n")
        found = self.found("check_sources.py")
        for where in ("a.cpp:2", "b.cpp:2", "c.cpp:3", "d.cpp:2"):
            self.assertIn("app/base/" + where, found)
        self.assertIn("dev:2", found)
        self.assertNotIn("e.cpp", found)


class PlantedSources(unittest.TestCase):
    """clang-tidy looks at the sources of a folder as one."""

    def test_findings_are_told_of_their_own_source_and_line(self):
        planted = {
            "a.cpp": "namespace { int same = 1; }\nint a(int v)\n{\n    int *p = nullptr;\n    if (v > 3)\n        p = &v;\n    return *p + same;\n}\n",
            "b.cpp": "#include <string>\n#include <utility>\nnamespace { int same = 2; }\nsize_t b(std::string s)\n{\n    const std::string t = std::move(s);\n    return s.size() + same + t.size();\n}\n",
            "c.cpp": "#include <string>\nint c(const std::string& s)\n{\n    return s.size() == 0 ? 1 : 2;\n}\n",
            "d.cpp": "int d()\n{\n    return 4;\n}\n",
        }
        with tempfile.TemporaryDirectory() as folder:
            root = os.path.join(folder, "tree")
            os.makedirs(os.path.join(root, "app"))
            os.makedirs(os.path.join(root, "tests/lint"))
            os.makedirs(os.path.join(root, "build"))
            for check in ("check_tidy.py", "source_tree.py"):
                shutil.copy(os.path.join(HERE, check), os.path.join(root, "tests/lint"))
            shutil.copy(os.path.join(HERE, "../../.clang-tidy"), root)
            for name, text in planted.items():
                with open(os.path.join(root, "app", name), "w", encoding="utf-8") as out:
                    out.write(text)
            with open(os.path.join(root, "build/compile_commands.json"), "w", encoding="utf-8") as out:
                json.dump([{"directory": root, "file": f"{root}/app/{name}", "command": f"/usr/bin/c++ -std=c++23 -o {name}.o -c {root}/app/{name}"} for name in planted], out)
            run = subprocess.run([sys.executable, os.path.join(root, "tests/lint/check_tidy.py"), "--build", os.path.join(root, "build")], capture_output=True, text=True)
            self.assertNotEqual(run.returncode, 0)
            findings = sorted({f"{os.path.basename(match[1])}:{match[2]} {match[3]}" for match in re.finditer(r"^(\S+):(\d+):\d+: error: .*\[([\w.-]+),", run.stdout, re.MULTILINE)})
            self.assertEqual(findings, [
                "a.cpp:7 clang-analyzer-core.NullDereference",
                "b.cpp:7 bugprone-use-after-move",
                "b.cpp:7 clang-analyzer-cplusplus.Move",
                "c.cpp:4 readability-container-size-empty",
            ])


if __name__ == "__main__":
    unittest.main()
