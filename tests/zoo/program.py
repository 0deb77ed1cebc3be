# SPDX-License-Identifier: GPL-3.0-or-later
"""What an entry of the zoo says about one program."""

from dataclasses import dataclass, field

# Reasons that coverage gives, as regular expressions. An entry without a reason is one that must be readable.
JAVA_UNREAD = r"Java's own TLS is compiled while the program runs: there is no function to probe\."
ERLANG_UNREAD = r"Erlang's own TLS runs in its virtual machine: there is no function to probe\."


@dataclass(frozen=True)
class Stack:
    """A TLS stack as coverage names it."""
    name: str
    version: str = ""      # regular expression for the whole version; empty: any, also none
    in_a_file: bool = True  # else it is known only from its handshake, and connections that are older are not seen
    secrets: bool = False   # it can be read by the secrets of its handshakes


OPENSSL = Stack("OpenSSL", r"3\.\d+\.\d+\S*", secrets=True)
GNUTLS = Stack("GnuTLS", r"3\.\d+\.\d+", secrets=True)
GO = Stack("Go crypto/tls", r"go1\.\d+.*", secrets=True)
NSS = Stack("NSS")
RUSTLS = Stack("rustls", r"0\.\d+\.\d+", secrets=True)
BORINGSSL = Stack("BoringSSL", secrets=True)
WOLFSSL = Stack("wolfSSL")
MBEDTLS = Stack("Mbed TLS")
JAVA = Stack("Java", in_a_file=False)
ERLANG = Stack("Erlang", in_a_file=False)


@dataclass(frozen=True)
class Npm:
    """A package of the npm registry, by what identifies its contents."""
    name: str
    version: str
    integrity: str   # sha512-BASE64, as the registry has it


@dataclass(frozen=True)
class Program:
    """Words in braces are replaced in `run` and `config`: see places() in runs.py."""
    name: str
    stack: Stack
    run: str                          # argument words, as a shell splits them
    reason: str = ""                  # why it cannot be read; empty: it can
    packages: tuple[str, ...] = ()    # of Debian
    npm: Npm | None = None            # unpacked to {npm}
    build: str = ""                   # run once, in the zoo's folder
    prepare: str = ""                 # run before each run, in the run's folder
    config: str = ""                  # written to {config}
    comm: str = ""                    # process name; empty: the first word's
    environment: dict[str, str] = field(default_factory=dict)
    in_ci: bool = False               # in the part that each test run has
    seconds: int = 60                 # for one run
    least: int = 3                    # exchanges that the peer must have seen
    http2: bool = False               # what it speaks with the peer
    http3: bool = False
    plain: bool = True                # the known bodies pass as they are

    role = "client"

    @property
    def process(self):
        return (self.comm or self.run.split()[0].rsplit("/", 1)[-1])[:15]

    @property
    def readable(self):
        return not self.reason


@dataclass(frozen=True)
class Server(Program):
    """A server that ends TLS on {port} and passes requests on to the plain HTTP server on {upstream}."""
    stop: str = "SIGTERM"
    uploads: bool = True              # it takes the body of a POST

    role = "server"
