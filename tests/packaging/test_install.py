#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `cmake --install` puts where, and that each file says what its readers expect."""

import glob
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("CLEARTAP_BUILD", os.path.join(ROOT, "build"))
ZSH = "vendor-completions" if os.path.exists("/etc/debian_version") else "site-functions"
os.environ["PATH"] += ":/usr/sbin:/sbin"
EXPOSURE_MAX = 1.5

PROGRAMS = ["bin/cleartap", "bin/cleartap-cli", "libexec/cleartap-helper", "lib/systemd/system-generators/cleartap-generator"]
FILES = [
    "etc/apparmor.d/cleartap-helper",
    "lib/systemd/system/cleartap-helper.service",
    "lib/systemd/system/cleartap-helper.socket",
    "lib/sysusers.d/cleartap.conf",
    "lib/tmpfiles.d/cleartap.conf",
    "share/applications/io.github.cleartap.desktop",
    "share/bash-completion/completions/cleartap",
    "share/bash-completion/completions/cleartap-cli",
    "share/doc/cleartap/README.md",
    "share/doc/cleartap/SECURITY.md",
    "share/doc/cleartap/copyright",
    "share/fish/vendor_completions.d/cleartap-cli.fish",
    "share/fish/vendor_completions.d/cleartap.fish",
    "share/icons/hicolor/scalable/apps/cleartap.svg",
    "share/man/man1/cleartap-cli.1",
    "share/man/man1/cleartap.1",
    "share/man/man8/cleartap-helper.8",
    "share/metainfo/io.github.cleartap.metainfo.xml",
    "share/mime/packages/io.github.cleartap.xml",
    "share/polkit-1/actions/io.github.cleartap.policy",
    f"share/zsh/{ZSH}/_cleartap",
    f"share/zsh/{ZSH}/_cleartap-cli",
]


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False, **options)


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="cleartap-install-")
        cls.addClassCleanup(cls.holder.cleanup)
        cls.prefix = f"{cls.holder.name}/prefix"
        cls.install(cls.prefix)

    @staticmethod
    def install(prefix, destination=None):
        done = run("cmake", "--install", BUILD, "--prefix", prefix, "--strip",
                   env={**os.environ, **({"DESTDIR": destination} if destination else {})})
        if done.returncode != 0:
            raise AssertionError(done.stdout[-2000:] + done.stderr[-2000:])

    def path(self, name):
        return os.path.join(self.prefix, name)

    def text(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def passes(self, *command, **options):
        answer = run(*command, **options)
        self.assertEqual(answer.returncode, 0, f"{' '.join(command)}\n{answer.stdout[-3000:]}{answer.stderr[-3000:]}")
        return answer.stdout

    def test_exactly_these_files(self):
        found = [os.path.relpath(os.path.join(folder, name), self.prefix) for folder, _, names in os.walk(self.prefix) for name in names]
        self.assertEqual(sorted(found), sorted(PROGRAMS + FILES))
        for name in PROGRAMS + FILES:
            self.assertEqual(stat.S_IMODE(os.stat(self.path(name)).st_mode), 0o755 if name in PROGRAMS else 0o644, name)

    def test_below_usr_the_configuration_is_in_etc(self):
        with tempfile.TemporaryDirectory(prefix="cleartap-install-") as staging:
            self.install("/usr", staging)
            found = [os.path.relpath(os.path.join(folder, name), staging) for folder, _, names in os.walk(staging) for name in names]
            self.assertEqual(sorted(found), sorted(name if name.startswith("etc/") else f"usr/{name}" for name in PROGRAMS + FILES))
            with open(f"{staging}/usr/lib/systemd/system/cleartap-helper.service", encoding="utf-8") as unit:
                self.assertIn("\nExecStart=/usr/libexec/cleartap-helper --socket /run/cleartap/helper.sock\n", unit.read())
            with open(f"{staging}/etc/apparmor.d/cleartap-helper", encoding="utf-8") as profile:
                self.assertIn("profile cleartap-helper /usr/libexec/cleartap-helper {", profile.read())

    def test_the_programs_run_from_there(self):
        version = self.passes(self.path("bin/cleartap-cli"), "--version").split()[1]
        self.assertEqual(self.passes(self.path("bin/cleartap"), "--version").split()[1], version)
        self.assertEqual(self.passes(self.path("libexec/cleartap-helper"), "--version").split()[1], version)
        self.assertIn(f"cleartap {version}", self.text("share/man/man1/cleartap.1"))
        self.assertIn(self.path("libexec/cleartap-helper"), self.text("lib/systemd/system/cleartap-helper.service"))

    def test_the_helper_of_the_same_prefix_is_found(self):
        """And started, as this is root; without the kernel's part this ends with the reason."""
        said = self.passes(self.path("bin/cleartap-cli"), "doctor")
        self.assertIn("Kernel", said)

    def test_desktop_files(self):
        self.passes("desktop-file-validate", self.path("share/applications/io.github.cleartap.desktop"))
        self.passes("appstreamcli", "validate", "--no-net", "--explain", self.path("share/metainfo/io.github.cleartap.metainfo.xml"))
        desktop, metainfo = self.text("share/applications/io.github.cleartap.desktop"), self.text("share/metainfo/io.github.cleartap.metainfo.xml")
        mime = re.search(r'mime-type type="([^"]+)"', self.text("share/mime/packages/io.github.cleartap.xml")).group(1)
        self.assertIn(f"MimeType={mime};", desktop)
        self.assertIn(f"<mediatype>{mime}</mediatype>", metainfo)
        self.assertIn("Icon=cleartap\n", desktop)

    def test_captures_have_a_type_and_an_icon(self):
        database = f"{self.holder.name}/mime"
        os.makedirs(f"{database}/packages")
        shutil.copy(self.path("share/mime/packages/io.github.cleartap.xml"), f"{database}/packages")
        self.passes("update-mime-database", database)
        with open(f"{database}/globs2", encoding="utf-8") as globs:
            self.assertIn("50:application/vnd.cleartap:*.cleartap", globs.read())
        with open(f"{database}/magic", "rb") as magic:
            self.assertIn(b"CLEARTAP", magic.read())
        with open(f"{database}/icons", encoding="utf-8") as icons:
            self.assertIn("application/vnd.cleartap:cleartap", icons.read())

    def test_polkit_speaks_three_languages(self):
        text = self.text("share/polkit-1/actions/io.github.cleartap.policy")
        for language in ("de", "zh_CN"):
            self.assertEqual(len(re.findall(rf'<(?:description|message) xml:lang="{language}">', text)), 4)
        # It asks for clients of other users: only the owner of an action may.
        self.assertEqual(text.count("unix-user:cleartap"), 2)
        for name in ("share/polkit-1/actions/io.github.cleartap.policy", "share/mime/packages/io.github.cleartap.xml"):
            self.passes("xmllint", "--noout", "--nonet", self.path(name))

    def test_the_service_is_confined(self):
        unit = self.path("lib/systemd/system/cleartap-helper.service")
        said = self.passes("systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={int(EXPOSURE_MAX * 10)}", unit)
        exposure = float(re.search(r"exposure level for .*: ([0-9.]+)", said).group(1))
        self.assertLessEqual(exposure, EXPOSURE_MAX)
        print(f"measured: exposure {exposure}", flush=True)

    def test_the_units_are_sound(self):
        folder = f"{self.holder.name}/verify/usr/lib/systemd/system"
        os.makedirs(folder)
        for kind in ("service", "socket"):
            shutil.copy(self.path(f"lib/systemd/system/cleartap-helper.{kind}"), folder)
        answer = run("systemd-analyze", "verify", "--man=no", f"{folder}/cleartap-helper.service", f"{folder}/cleartap-helper.socket")
        self.assertEqual([line for line in answer.stderr.splitlines() if "cleartap" in line], [])
        self.passes("systemd-tmpfiles", "--create", "--dry-run" if "--dry-run" in run("systemd-tmpfiles", "--help").stdout else "--cat-config",
                    self.path("lib/tmpfiles.d/cleartap.conf"))
        root = f"{self.holder.name}/root"
        os.makedirs(f"{root}/etc")
        self.passes("systemd-sysusers", f"--root={root}", self.path("lib/sysusers.d/cleartap.conf"))
        with open(f"{root}/etc/passwd", encoding="utf-8") as users:
            self.assertRegex(users.read(), r"(?m)^cleartap:.*:/usr/sbin/nologin$")

    def test_the_generator_asks_the_kernel(self):
        generator = self.path("lib/systemd/system-generators/cleartap-generator")
        multi, none = f"{self.holder.name}/multi", f"{self.holder.name}/none"
        with open(multi, "w", encoding="utf-8") as symbols:
            symbols.write("0000000000000000 T bpf_uprobe_multi_link_attach\n")
        open(none, "w", encoding="utf-8").close()
        for symbols, release, lines in ((multi, "6.12.1", None), (multi, "7.0.0", ["[Service]", "SystemCallFilter=perf_event_open"]),
                                        (none, "6.1.0-40-amd64", ["[Service]", "SystemCallFilter=perf_event_open",
                                                                  "CapabilityBoundingSet=CAP_SYS_ADMIN", "AmbientCapabilities=CAP_SYS_ADMIN"])):
            with self.subTest(release=release), tempfile.TemporaryDirectory() as folder:
                self.passes(generator, folder, folder, folder, env={**os.environ, "KALLSYMS": symbols, "RELEASE": release})
                made = glob.glob(f"{folder}/cleartap-helper.service.d/*.conf")
                self.assertEqual(len(made), 1 if lines else 0)
                if lines:
                    with open(made[0], encoding="utf-8") as dropin:
                        self.assertEqual(dropin.read().splitlines(), lines)

    def test_the_apparmor_profile_compiles(self):
        profile = self.path("etc/apparmor.d/cleartap-helper")
        self.passes("apparmor_parser", "--skip-kernel-load", "--skip-cache", "--warn=all", profile)
        broken = f"{self.holder.name}/broken"
        with open(broken, "w", encoding="utf-8") as out:
            out.write(self.text("etc/apparmor.d/cleartap-helper").replace("capability bpf,", "capability bqf,"))
        self.assertNotEqual(run("apparmor_parser", "--skip-kernel-load", "--skip-cache", broken).returncode, 0)

    def test_the_manual_pages_are_sound_and_complete(self):
        for page in ("man1/cleartap.1", "man1/cleartap-cli.1", "man8/cleartap-helper.8"):
            answer = run("man", "--warnings=all", "--encoding=utf8", "--local-file", self.path(f"share/man/{page}"), env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100"})
            self.assertEqual((answer.returncode, answer.stderr), (0, ""), page)
            self.assertNotRegex(answer.stdout, "@[A-Z_]+@")   # a place that was not filled in
        page = self.text("share/man/man1/cleartap-cli.1").replace("\\-", "-")
        for verb in self.verbs():
            self.assertIn(f".SS {verb}\n", page)
            for option in self.options(verb):
                self.assertIn(f"\\fB{option}\\fR", page, f"{verb} {option}")
        helper = self.text("share/man/man8/cleartap-helper.8").replace("\\-", "-")
        for option in re.findall(r"--[a-z-]+", run(self.path("libexec/cleartap-helper")).stderr):
            self.assertRegex(helper, r"\\fB[^\\]*" + option)

    def cli_help(self, *verb):
        return self.passes(self.path("bin/cleartap-cli"), *verb, "--help")

    def verbs(self):
        return re.findall(r"(?m)^  ([a-z]+) ", self.cli_help().split("Subcommands:")[1])

    def options(self, verb):
        return set(re.findall(r"(?m)^\s+(?:-\w,)?(--[a-z-]+)", self.cli_help(verb)))

    def window_options(self):
        shown = self.passes(self.path("bin/cleartap"), "--help", env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        return set(re.findall(r"(--[a-z-]+)", shown.split("Options:")[1]))

    def complete_in_bash(self, program, *words):
        script = self.path(f"share/bash-completion/completions/{program}")
        line = f'''source {script}; COMP_WORDS=({program} {" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words)}
            compopt() {{ :; }}; _{program.replace("-", "_")}; printf '%s\\n' "${{COMPREPLY[@]}}"'''
        return set(self.passes("bash", "--norc", "-c", line).split())

    def test_bash_completes_each_verb_and_option(self):
        self.assertEqual(self.complete_in_bash("cleartap-cli", ""), set(self.verbs()) | {"-h", "--help", "--version"})
        for verb in self.verbs():
            self.assertEqual(self.complete_in_bash("cleartap-cli", verb, "--"), self.options(verb), verb)
        self.assertEqual(self.complete_in_bash("cleartap-cli", "record", "--tls-source", ""), {"auto", "calls", "secrets"})
        self.assertEqual(self.complete_in_bash("cleartap-cli", "record", "--har", ""), set())
        self.assertIn("true", self.complete_in_bash("cleartap-cli", "record", "--har", "x.har", "--", "tru"))
        self.assertEqual(self.complete_in_bash("cleartap", "--"), self.window_options())

    def test_fish_completes_each_verb_and_option(self):
        def complete(program, line):
            script = f"source {self.path(f'share/fish/vendor_completions.d/{program}.fish')}; complete -C '{line}'"
            return {answer.split("\t")[0] for answer in self.passes("fish", "--no-config", "-c", script, env={**os.environ, "HOME": self.holder.name}).splitlines()}
        self.assertEqual(complete("cleartap-cli", "cleartap-cli "), set(self.verbs()))
        for verb in self.verbs():
            self.assertEqual({word for word in complete("cleartap-cli", f"cleartap-cli {verb} --") if word.startswith("--")}, self.options(verb), verb)
        self.assertEqual(complete("cleartap-cli", "cleartap-cli record --tls-source "), {"auto", "calls", "secrets"})
        self.assertEqual(complete("cleartap", "cleartap --"), self.window_options())

    def test_zsh_reads_the_completions_and_they_name_each_option(self):
        for name in ("_cleartap", "_cleartap-cli"):
            self.passes("zsh", "--no-rcs", "--no-exec", self.path(f"share/zsh/{ZSH}/{name}"))
        text = self.text(f"share/zsh/{ZSH}/_cleartap-cli")
        self.assertIn("'--packets=-[", text, "its value is optional")
        for verb in self.verbs():
            part = text.split(f"\n        {verb})\n")[1].split(";;")[0]
            self.assertEqual(set(re.findall(r"'(--[a-z-]+)(?:=-)?\[", part)), self.options(verb), verb)


if __name__ == "__main__":
    unittest.main(verbosity=2, testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=2))
