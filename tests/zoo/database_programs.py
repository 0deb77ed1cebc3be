# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases and their terminal clients: what is asked and answered, over TLS."""

import hashlib
from dataclasses import dataclass

from peer import SMALL, UPLOAD
from program import OPENSSL, Program

# 200,000 characters that both servers can make themselves, so that they only come down; in rows, since a capture shows
# no more of a value than 64 KiB.
DOWN = tuple("".join(hashlib.md5(str(number).encode()).hexdigest() for number in range(first, min(first + 1600, 6251))) for first in range(1, 6251, 1600))
UP = UPLOAD.decode()


@dataclass(frozen=True)
class Database(Program):
    """One end of a conversation; `run` is only its name."""
    server: str = ""     # class in e2e's databases
    protocol: str = ""   # as the capture names it
    side: str = "client"

    role = "database"


@dataclass(frozen=True)
class Talk:
    """port: asks for the client's port as the server has it; statements: (text, the first value of each row)."""
    port: str
    statements: tuple
    prepare: tuple = ()
    line: str = "{}"     # how the client is told of a statement

    def script(self):
        texts = (*self.prepare, self.port, *(text for text, _ in self.statements))
        return "".join(self.line.format(text) + "\n" for text in texts).encode()


TALKS = {
    "Postgres": Talk("SELECT inet_client_port() AS port;",
                     ((f"SELECT '{SMALL.decode()}' AS small;", (SMALL.decode(),)),
                      ("SELECT string_agg(md5(i::text), '' ORDER BY i) AS large FROM generate_series(1, 6250) i GROUP BY (i-1)/1600 ORDER BY (i-1)/1600;", DOWN),
                      (f"SELECT md5('{UP}') AS upload;", (hashlib.md5(UP.encode()).hexdigest(),)))),
    "MariaDb": Talk("SELECT SUBSTRING_INDEX(host, ':', -1) AS port FROM information_schema.processlist WHERE id = connection_id()",
                    ((f"SELECT '{SMALL.decode()}' AS small", (SMALL.decode(),)),
                     ("SELECT GROUP_CONCAT(MD5(seq) ORDER BY seq SEPARATOR '') AS large FROM seq_1_to_6250 GROUP BY (seq-1) DIV 1600 ORDER BY (seq-1) DIV 1600", DOWN),
                     (f"SELECT MD5('{UP}') AS upload", (hashlib.md5(UP.encode()).hexdigest(),))),
                    prepare=("SET group_concat_max_len = 1000000",), line="{};"),
    "Redis": Talk("CLIENT INFO",
                  (("GET small", (SMALL.decode(),)), ("LRANGE large 0 -1", DOWN), (f"SET upload {UP}", ("OK",)))),
}


def client_words(kind, server):
    """(words, environment) of the client, which reads its statements from standard input."""
    if kind == "Postgres":
        return ["psql", "-X", "-A", "-t", "-q"], server.environment(tls=True)
    if kind == "MariaDb":
        return server.cli(tls=True) + ["-N", "-B", "shop"], None
    return server.cli(tls=True), None


def both(client, server, kind, protocol, packages, in_ci=False):
    return (Database(client, OPENSSL, client, packages=packages, server=kind, protocol=protocol, in_ci=in_ci),
            Database(server, OPENSSL, server, packages=packages, server=kind, protocol=protocol, side="server", in_ci=in_ci))


DATABASES = (
    *both("psql", "postgres", "Postgres", "postgresql", ("postgresql", "postgresql-client")),
    *both("mariadb", "mariadbd", "MariaDb", "mysql", ("mariadb-server", "mariadb-client")),
    *both("redis-cli", "redis-server", "Redis", "redis", ("redis-server", "redis-tools"), in_ci=True),
)
