#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements, rows and errors of psql and pgbench, on both sides, plain, inside TLS and over the local socket, as the server's log has them."""

import collections
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, tools


class PostgresTest(tools.Case):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.holder = tempfile.TemporaryDirectory(prefix="cleartap-e2e-")
        cls.addClassCleanup(cls.holder.cleanup)
        os.chmod(cls.holder.name, 0o755)
        cls.server = databases.Postgres(cls.holder.name)
        cls.addClassCleanup(cls.server.stop)
        subprocess.run(["pgbench", "-i", "-q"], env=cls.server.environment(), check=True, capture_output=True, stdin=subprocess.DEVNULL)

    def capture(self, script, tls=False, local=False):
        """Records both sides; gives what the server logged meanwhile."""
        before = len(self.server.logged())
        self.record("--all", command=["sh", "-c", script], env=self.server.environment(tls, local))
        return self.server.logged()[before:]

    def of(self, side):
        return databases.read_queries(self.path("out.har"), "postgresql", side)

    def simple(self, tls=False, local=False):
        self.capture("""psql -qc 'CREATE TABLE things(id int, name text, ok bool)'; printf '1\\tone\\tt\\n2\\ttwo\\tf\\n' | psql -c 'COPY things FROM STDIN';
            psql -c 'SELECT * FROM things ORDER BY id'; psql -c 'SELECT nothing'; psql -c "CREATE ROLE r PASSWORD 's3cret-word'; DROP ROLE r";
            psql -c 'COPY things TO STDOUT'; psql -c 'DROP TABLE things'""", tls, local)
        for query in databases.queries(tools.read_har(self.path("out.har")), "postgresql"):
            self.assertNotIn("s3cret-word", query["_query"]["statement"])
        for side in ("client", "server"):
            found = self.of(side)
            text = databases.dumped(found)
            by_statement = {q["_query"]["statement"]: q for q in found}
            select = by_statement["SELECT * FROM things ORDER BY id"]
            self.assertEqual(databases.facts(select)[1:], ("ok", "SELECT 2", 2), text)
            self.assertEqual(databases.rows(select), [{"id": 1, "name": "one", "ok": True}, {"id": 2, "name": "two", "ok": False}])
            self.assertEqual(databases.facts(by_statement["SELECT nothing"])[1:3], ("error", '42703: column "nothing" does not exist'), text)
            self.assertEqual(databases.facts(by_statement["COPY things FROM STDIN"])[1:], ("ok", "COPY 2", 2), text)
            self.assertEqual(databases.facts(by_statement["COPY things TO STDOUT"])[1:], ("ok", "COPY 2", 2), text)
            self.assertEqual(by_statement["COPY things TO STDOUT"]["_query"]["copiedOut"], ["1\tone\tt\n", "2\ttwo\tf\n"])
            connects = [q for q in found if q["_query"]["verb"] == "CONNECT"]
            self.assertEqual({databases.facts(q)[1] for q in connects}, {"ok"})
            self.assertEqual(len([q for q in found if q["_query"]["verb"] == "STARTTLS"]), len(connects) if tls else 0, text)
            self.assertEqual({q["_connection"]["protocol"] for q in found}, {"unix" if local else "tcp"})
            self.assertEqual(select.get("_tls", {}).get("library"), "OpenSSL" if tls else None)

    def test_psql_in_the_clear(self):
        self.simple()

    def test_psql_inside_tls(self):
        self.simple(tls=True)

    def test_psql_over_the_local_socket(self):
        self.simple(local=True)

    def test_pgbench_in_all_its_modes_as_the_log_has_it(self):
        for mode, local in (("simple", False), ("extended", False), ("prepared", False), ("prepared", True)):
            with self.subTest(mode=mode, local=local):
                log = self.capture(f"pgbench -n -t 20 -c 2 -M {mode}", local=local)
                logged = collections.Counter(re.findall(r"\|LOG:  (?:statement|execute [^:]*): (.*)", log))
                for side in ("client", "server"):
                    found = [q for q in self.of(side) if q["_query"]["verb"] not in ("CONNECT", "PREPARE")]
                    # The log has the values in the text only in simple mode; there are as many either way.
                    shown = collections.Counter(q["_query"]["statement"].split("\n")[0] for q in found)
                    self.assertEqual(shown, logged)
                    self.assertEqual({q["_query"].get("outcome") for q in found}, {"ok"})
                    updates = [q for q in found if q["_query"]["verb"] == "UPDATE"]
                    self.assertEqual({q["_query"]["rows"] for q in updates}, {1})
                    if mode != "simple":
                        self.assertTrue(all(len(q["_query"]["parameters"][0]) == 2 for q in updates), databases.dumped(updates[:3]))
                tools.measured(f"pgbench -M {mode}: {sum(shown.values())} statements a side, as the log has them")


if __name__ == "__main__":
    tools.main()
