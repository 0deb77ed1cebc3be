#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Statements, rows and errors of the mariadb client and mysqlslap, on both sides, plain, inside TLS and over the local socket, as the general log has them."""

import collections
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from support import databases, tools


class MySqlTest(tools.Case):
    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.holder = tempfile.TemporaryDirectory(prefix="cleartap-e2e-")
        cls.addClassCleanup(cls.holder.cleanup)
        os.chmod(cls.holder.name, 0o755)
        cls.server = databases.MariaDb(cls.holder.name)
        cls.addClassCleanup(cls.server.stop)

    def of(self, side):
        return databases.read_queries(self.path("out.har"), "mysql", side)

    def statements(self, tls=False, local=False):
        with open(self.path("rows.csv"), "w", encoding="utf-8") as out:
            out.write("5,five\n6,six\n")
        statements = ["CREATE TABLE things(id int, name varchar(20), price decimal(5,2))", "INSERT INTO things VALUES (1,'one',1.50),(2,NULL,2.25)",
                      "SELECT * FROM things", f"LOAD DATA LOCAL INFILE '{self.path('rows.csv')}' INTO TABLE things FIELDS TERMINATED BY ',' (id,name)",
                      "UPDATE things SET price=3", "DROP TABLE things", "SELECT nothing"]
        self.record("--all", command=self.server.cli(tls=tls, local=local) + ["--force", "--local-infile", "shop", "-e", ";".join(statements)], status=None)
        for side in ("client", "server"):
            found = self.of(side)
            text = databases.dumped(found)
            by_statement = {q["_query"]["statement"]: q for q in found}
            self.assertEqual([q["_query"]["statement"] for q in found if q["_query"]["statement"] in statements], statements, text)
            self.assertEqual(databases.facts(by_statement[statements[1]])[1:], ("ok", "2 rows affected", 2), text)
            self.assertEqual(databases.facts(by_statement[statements[2]])[1:], ("ok", "2 rows", 2), text)
            self.assertEqual(databases.rows(by_statement[statements[2]]),
                             [{"id": 1, "name": "one", "price": 1.50}, {"id": 2, "name": None, "price": 2.25}])
            self.assertEqual(databases.facts(by_statement[statements[3]])[1::2], ("ok", 2), text)
            self.assertEqual(databases.facts(by_statement[statements[4]])[3], 4, text)
            outcome, words = databases.facts(by_statement[statements[6]])[1:3]
            self.assertEqual(outcome, "error", text)
            self.assertTrue(words.startswith("1054 (42S22): Unknown column 'nothing' in "), words)
            self.assertEqual(len([q for q in found if q["_query"]["verb"] == "STARTTLS"]), 1 if tls else 0, text)
            self.assertEqual({q["_connection"]["protocol"] for q in found}, {"unix" if local else "tcp"})
            tls_object = by_statement[statements[0]].get("_tls", {})
            self.assertEqual(tls_object.get("library"), "OpenSSL" if tls else None)

    def test_the_client_in_the_clear(self):
        self.statements()

    def test_the_client_inside_tls(self):
        self.statements(tls=True)

    def test_the_client_over_the_local_socket(self):
        self.statements(local=True)

    def reader_of_heads(self, *statements):
        return ["/usr/bin/python3", os.path.join(os.path.dirname(os.path.abspath(__file__)), "support", "mysql_client.py"), self.server.socket, *statements]

    def test_a_client_over_the_local_socket_that_reads_heads_alone(self):
        self.record("--all", command=self.reader_of_heads("SELECT 1 AS one", "SELECT nothing"))
        for side in ("client", "server"):
            found = self.of(side)
            text = databases.dumped(found)
            self.assertEqual([databases.facts(q)[0:2] for q in found], [("user=me database=shop", "ok"), ("SELECT 1 AS one", "ok"), ("SELECT nothing", "error")], text)
            self.assertEqual(databases.rows(found[1]), [{"one": 1}], text)

    def test_a_connection_over_the_local_socket_from_before_the_capture(self):
        told = self.path("told")
        os.mkfifo(told)
        with open(told, "rb+", buffering=0) as lines:
            client = self.start(self.reader_of_heads("SELECT 'before'", "-", "SELECT 'after'"), stdin=lines, stdout=subprocess.PIPE)
            self.assertEqual(client.stdout.readline(), b"ready\n")
            self.record("--all", command=["sh", "-c", f"echo > {told}; sleep 1"])
        self.assertEqual(client.wait(10), 0)
        for side in ("client", "server"):
            found = self.of(side)
            self.assertEqual([databases.facts(q)[0:2] for q in found if q["_query"]["verb"] == "SELECT"], [("SELECT 'after'", "ok")], databases.dumped(found))

    def test_mysqlslap_as_the_general_log_has_it(self):
        for local in (False, True):
            with self.subTest(local=local):
                self.slap(local)

    def slap(self, local):
        before = len(self.server.statements())
        self.record("--all", command=self.server.cli("mysqlslap", local=local) + ["--auto-generate-sql", "--number-of-queries=100", "--concurrency=4"])
        log = self.server.statements()[before:]
        logged = collections.Counter(re.findall(r"\bQuery\t(\w+)", log))
        for side in ("client", "server"):
            found = self.of(side)
            verbs = collections.Counter(q["_query"]["verb"] for q in found if q["_query"]["verb"] not in ("CONNECT", "USE"))
            self.assertEqual(verbs, logged)
            self.assertEqual({q["_query"].get("outcome") for q in found}, {"ok"})
        tools.measured(f"mysqlslap: {sum(verbs.values())} statements a side, as the log has them")


if __name__ == "__main__":
    tools.main()
