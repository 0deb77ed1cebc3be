# SPDX-License-Identifier: GPL-3.0-or-later
"""lighttpd over TLS on a free port of the loopback, with any of the TLS libraries that it has a module for."""

import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from support import servers

CONFIG = """
server.modules = ( "mod_{module}", "mod_cgi" )
server.bind = "127.0.0.1"
server.port = {port}
server.document-root = "{folder}/files"
server.errorlog = "{folder}/error.log"
server.upload-dirs = ( "{folder}" )
server.max-keep-alive-requests = 100
ssl.engine = "enable"
ssl.pemfile = "{folder}/cert.pem"
ssl.privkey = "{folder}/key.pem"
cgi.assign = ( ".cgi" => "" )
"""

ECHO = """#!/bin/sh
printf 'Content-Type: application/octet-stream\\r\\nContent-Length: %s\\r\\n\\r\\n' "$CONTENT_LENGTH"
exec cat
"""


class Lighttpd:
    """One lighttpd with mod_MODULE. It serves what write() has stored; /echo.cgi answers with the body it gets."""

    def __init__(self, case, module):
        self.folder = case.path("lighttpd")
        os.makedirs(f"{self.folder}/files")
        servers.make_certificate(self.folder)
        self.port = servers.free_ports(1)[0]
        with open(f"{self.folder}/files/echo.cgi", "w", encoding="utf-8") as out:
            out.write(ECHO)
        os.chmod(f"{self.folder}/files/echo.cgi", 0o755)
        with open(f"{self.folder}/lighttpd.conf", "w", encoding="utf-8") as out:
            out.write(CONFIG.format(folder=self.folder, port=self.port, module=module))
        program = shutil.which("lighttpd")
        case.assertIsNotNone(program, "lighttpd is part of what the tests need")
        log = open(f"{self.folder}/stderr.log", "wb")
        case.addCleanup(log.close)
        self.process = case.start([program, "-D", "-f", f"{self.folder}/lighttpd.conf"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        limit = time.monotonic() + 20
        while not self.answers():
            if time.monotonic() > limit or self.process.poll() is not None:
                raise AssertionError("lighttpd did not start: " + open(f"{self.folder}/stderr.log", encoding="utf-8").read()
                                     + open(f"{self.folder}/error.log", encoding="utf-8").read())
            time.sleep(0.05)

    def answers(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        try:
            urllib.request.urlopen(self.url("/nothing"), timeout=5, context=context).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def url(self, path):
        return f"https://127.0.0.1:{self.port}{path}"

    def write(self, name, data):
        with open(f"{self.folder}/files/{name}", "wb") as out:
            out.write(data)
        return f"{self.folder}/files/{name}"
