#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers whose requests all go to one URL: GraphQL by graphql-core, JSON-RPC by jsonrpclib, and a small one of SOAP.

    operation_peers.py FOLDER     runs each and asks it; what it carried out is in FOLDER/done.json
"""

import http.client
import http.server
import json
import logging
import sys
import threading
import xml.etree.ElementTree

import graphql
import jsonrpclib
from jsonrpclib.SimpleJSONRPCServer import SimpleJSONRPCServer

DONE = []


def done(kind, name, error=None):
    DONE.append([kind, name, error])


def user(_source, _info, id=None):
    if id != "1":
        raise ValueError("no such user")
    return "ann"


TEXT = graphql.GraphQLString
ARGUMENTS = {"id": graphql.GraphQLArgument(TEXT)}
SCHEMA = graphql.GraphQLSchema(
    graphql.GraphQLObjectType("Query", {"user": graphql.GraphQLField(TEXT, args=ARGUMENTS, resolver=user)}),
    graphql.GraphQLObjectType("Mutation", {"rename": graphql.GraphQLField(TEXT, args=ARGUMENTS, resolver=user)}))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def answer(self, status, kind, text):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        (self.graphql if self.path == "/graphql" else self.soap)(body)

    def graphql(self, body):
        asked = json.loads(body)
        result = graphql.graphql(SCHEMA, asked["query"], variables=asked.get("variables"), operation_name=asked.get("operationName")).to_dict()
        chosen = [d for d in graphql.parse(asked["query"]).definitions
                  if not asked.get("operationName") or d.name.value == asked["operationName"]][0]
        done("graphql", f"{chosen.operation} {chosen.name.value}", result["errors"][0]["message"] if result.get("errors") else None)
        self.answer(200, "application/json", json.dumps(result).encode())

    def soap(self, body):
        space = "{http://schemas.xmlsoap.org/soap/envelope/}"
        operation = xml.etree.ElementTree.fromstring(body).find(f"{space}Body")[0]
        item = operation.find("Item").text
        error = None if item == "Apples" else f"No {item}"
        done("soap", operation.tag.split("}")[1], error)
        inside = (f"<s:Fault><faultcode>s:Client</faultcode><faultstring>{error}</faultstring></s:Fault>" if error
                  else '<m:GetPriceResponse xmlns:m="urn:prices"><Price>2</Price></m:GetPriceResponse>')
        envelope = f'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{inside}</s:Body></s:Envelope>'
        self.answer(500 if error else 200, "text/xml; charset=utf-8", envelope.encode())


def started(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def post(port, path, kind, text):
    peer = http.client.HTTPConnection("127.0.0.1", port)
    peer.request("POST", path, text, {"Content-Type": kind})
    peer.getresponse().read()
    peer.close()


def ask_graphql(port):
    for query, name, variables in (
            ("query GetUser($i: String) { user(id: $i) } query Other { user }", "GetUser", {"i": "1"}),
            ("query GetUser($i: String) { user(id: $i) } query Other { user }", "Other", None),
            ('mutation Rename { rename(id: "1") }', None, None)):
        post(port, "/graphql", "application/json", json.dumps({"query": query, "operationName": name, "variables": variables}))


def ask_soap(port):
    for item in ("Apples", "Pears"):
        post(port, "/prices", "text/xml; charset=utf-8",
             '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
             f'<m:GetPrice xmlns:m="urn:prices"><Item>{item}</Item></m:GetPrice></s:Body></s:Envelope>')


def add(a, b):
    done("jsonrpc", "add")
    return a + b


def fail():
    done("jsonrpc", "fail")
    return 1 // 0


def ask_json_rpc(port):
    peer = jsonrpclib.ServerProxy(f"http://127.0.0.1:{port}")
    peer.add(2, 3)
    try:
        peer.fail()
    except jsonrpclib.ProtocolError as error:
        code, message = error.args[0]
        DONE[-1][2] = f"{code}: {message}".replace("\n", " ")
    several = jsonrpclib.MultiCall(peer)
    several.add(1, 1)
    several.add(2, 2)
    list(several())


def main():
    logging.disable(logging.CRITICAL)
    port = started(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler))
    ask_graphql(port)
    ask_soap(port)
    rpc = SimpleJSONRPCServer(("127.0.0.1", 0), logRequests=False)
    for function in (add, fail):
        rpc.register_function(function)
    ask_json_rpc(started(rpc))
    with open(f"{sys.argv[1]}/done.json", "w", encoding="utf-8") as out:
        json.dump(DONE, out)


if __name__ == "__main__":
    main()
