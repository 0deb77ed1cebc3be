# SPDX-License-Identifier: GPL-3.0-or-later
"""A collector that reads what it is sent by OpenTelemetry's own protobuf definitions, strictly."""

import base64
import importlib
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from support import tools

sys.path.insert(0, os.path.join(tools.ROOT, "tests", "zoo"))
import npm  # noqa: E402  pylint: disable=wrong-import-position
import program  # noqa: E402  pylint: disable=wrong-import-position

DEFINITIONS = program.Npm("@opentelemetry/otlp-grpc-exporter-base", "0.37.0",
                          "sha512-S5mhcl+Cdf9skIuEO3amfn7WtzXKZ8PVzyptwD1II2x8kvtD5z1lejXeMxTcsrb1lCc9raYVolohjnKF1uwccQ==")
PARTS = ("collector/trace/v1/trace_service", "trace/v1/trace", "common/v1/common", "resource/v1/resource")


def definitions():
    """The module of the trace service, made by protoc from the pinned package."""
    folder = os.path.join(npm.STORE, "opentelemetry-proto")
    npm.unpack_package(DEFINITIONS, folder)
    protos, made = os.path.join(folder, "package", "build", "protos"), os.path.join(folder, "python")
    if not os.path.isdir(made):
        os.makedirs(f"{made}.new", exist_ok=True)
        subprocess.run(["protoc", "-I", protos, f"--python_out={made}.new", *(f"opentelemetry/proto/{part}.proto" for part in PARTS)], check=True, cwd=protos)
        os.rename(f"{made}.new", made)
    sys.path.insert(0, made)
    return importlib.import_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")


def parsed(text):
    """The request, with what no definition knows an error. Ids are hexadecimal in OTLP's JSON, and Base64 in that of protobuf."""
    from google.protobuf import json_format  # pylint: disable=import-outside-toplevel
    request = json.loads(text)
    for resource in request["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                for name in ("traceId", "spanId", "parentSpanId"):
                    if name in span:
                        span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
    return json_format.Parse(json.dumps(request), definitions().ExportTraceServiceRequest())


class Span:
    def __init__(self, resource, span):
        self.name, self.kind = span.name, span.kind
        self.trace, self.id, self.parent = span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()
        self.begin, self.end = span.start_time_unix_nano, span.end_time_unix_nano
        self.status = span.status.code
        self.attributes = {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in span.attributes}
        self.resource = {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in resource.attributes}


def spans_of(text):
    return [Span(part.resource, span) for part in parsed(text).resource_spans for scope in part.scope_spans for span in scope.spans]


class Collector:
    """On loopback. `hangs`: answers nothing until stop()."""

    def __init__(self, hangs=False):
        self.requests, self.over = [], threading.Event()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(handler):  # pylint: disable=no-self-argument
                body = handler.rfile.read(int(handler.headers["Content-Length"]))
                if hangs:
                    self.over.wait(120)
                    return
                self.requests.append((handler.path, handler.headers["Content-Type"], body.decode()))
                handler.send_response(200)
                handler.send_header("Content-Length", "2")
                handler.end_headers()
                handler.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def spans(self):
        return [span for _, _, body in self.requests for span in spans_of(body)]
