# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: the table of ARCHITECTURE.md, a row each. A folder may always include itself.

Prefixes end in "/", single files do not. Qt modules are those a folder may include beyond none.
"""

WIRE = "privhelper/wire/"
CONFINE = "privhelper/confine/"
# what a protocol is called and where it stands, without its parser
PROTOCOL_ROWS = ["app/protocols/protocol_info.h"]

# folder: (may include, Qt modules). The longest matching folder decides. What nobody uses is an error: a row says what is.
ROWS = {
    "bpf/": ([], []),
    "privhelper/wire/": ([], []),
    "privhelper/confine/": ([], []),
    "privhelper/analyzer/": ([CONFINE], []),
    "privhelper/relay/": (["bpf/flow_event.h", WIRE, CONFINE], []),
    "privhelper/carrier/": ([WIRE, CONFINE], []),
    "privhelper/loader/": (["bpf/", WIRE, "privhelper/analyzer/plan.h"], []),
    # main.cpp: one executable, picks the role
    "privhelper/": ([WIRE, CONFINE, "privhelper/analyzer/", "privhelper/relay/", "privhelper/carrier/", "privhelper/loader/"], []),
    "app/base/": ([], []),
    "app/capture/": (["app/base/", WIRE], []),
    "app/stream/": (["app/base/"], []),
    # what other programs captured, as frames
    "app/packets/": (["app/base/", "app/capture/", "app/stream/", WIRE], []),
    "app/tls/": (["app/base/"], []),
    # packets, and the handshake inside them
    "app/quic/": (["app/base/", "app/stream/", "app/tls/"], []),
    # names of operations and errors lie inside coded bodies
    "app/protocols/": (["app/base/", "app/decode/"], []),
    "app/decode/": (["app/base/"], []),
    # fields of a head may be Latin-1
    "app/exchange/": (["app/base/", "app/decode/", "app/protocols/"], []),
    "app/calls/": (["app/exchange/"], []),
    # the call as the exchange has it
    "app/llm/": (["app/base/", "app/decode/", "app/exchange/", "app/protocols/dialect.h"], []),
    "app/filter/": (["app/base/", "app/exchange/", "app/protocols/protocol.h"] + PROTOCOL_ROWS, []),
    "app/compare/": (["app/base/", "app/exchange/", "app/decode/"], []),
    "app/masking/": (["app/base/", "app/exchange/", "app/decode/"] + PROTOCOL_ROWS, []),
    "app/exporters/": (["app/base/", "app/exchange/", "app/calls/", "app/llm/", "app/decode/", "app/masking/"] + PROTOCOL_ROWS, []),
    # frames come in, so the pipeline knows their types
    "app/session/": (["app/base/", "app/capture/", "app/stream/", "app/tls/", "app/quic/", "app/protocols/", "app/decode/",
                      "app/exchange/", "app/filter/", WIRE], []),
    # one factory for all that can be read
    "app/sources/": (["app/capture/", "app/packets/", "app/session/"], []),
    # masked before it is written: rows instead of frames
    "app/masked/": (["app/base/", "app/capture/", "app/exchange/", "app/masking/", "app/exporters/", "app/session/", WIRE] + PROTOCOL_ROWS, []),
    "app/cli/": (["app/base/", "app/capture/", "app/calls/", "app/decode/", "app/exchange/", "app/filter/", "app/masking/", "app/exporters/", "app/masked/", "app/packets/", "app/session/", "app/sources/", WIRE], []),
    # what the verbs can do, for agents
    "app/agents/": (["app/base/", "app/capture/", "app/calls/", "app/compare/", "app/decode/", "app/exchange/", "app/filter/", "app/masking/", "app/exporters/",
                     "app/cli/"] + PROTOCOL_ROWS, []),
    # main.cpp: one program, whose verb mcp stands behind the others
    "app/cli/main.cpp": (["app/cli/", "app/agents/"], []),
    "ui/background/": ([], ["QtCore"]),
    "ui/models/": (["app/base/", "app/capture/", "app/protocols/", "app/decode/", "app/exchange/", "app/calls/", "app/filter/", "app/session/",
                    "ui/background/"],
                   ["QtCore"]),
    # no widgets: what the window shows, without the window
    "ui/workspace/": (["app/base/", "app/capture/", "app/calls/", "app/decode/", "app/exchange/", "app/filter/", "app/masking/", "app/exporters/",
                       "app/masked/", "app/session/", "app/sources/", "ui/background/", "ui/models/"],
                      ["QtCore"]),
    # QtDBus: the desktop tells its colour scheme there
    "ui/": (["app/base/", "app/capture/", "app/calls/", "app/llm/", "app/compare/", "app/protocols/", "app/decode/", "app/exchange/", "app/filter/",
             "app/masking/", "app/exporters/", "ui/background/", "ui/models/", "ui/workspace/"],
            ["QtCore", "QtGui", "QtWidgets", "QtDBus", "QtSvg", "Qsci"]),
    # run while building: the table of the command line, as completions and a manual page
    "packaging/": (["app/cli/"], []),
}

# Files that break the table, each with the reason. May only shrink.
EXCEPTIONS = {}


def row_of(path):
    """The folder of ROWS that decides for a file, or None."""
    fitting = [folder for folder in ROWS if path.startswith(folder)]
    return max(fitting, key=len, default=None)


def may_include(path, included):
    """None where the table allows it, else the folder whose row says no.

    A test may include what the file it tests may, the tests' support, and, as it drives the folder
    from outside, the folders that its own looks toward.
    """
    tested = path
    if path.startswith("tests/"):
        if included.startswith(("tests/support/", path.rsplit("/", 1)[0] + "/")):
            return None
        tested = path.removeprefix("tests/")
        if tested.startswith("privhelper/loader/"):
            # the loader's own tests drain what it loads and let the analyzer plan
            if included.startswith(("privhelper/relay/", "privhelper/analyzer/")):
                return None
    folder = row_of(tested)
    if folder is None:
        return None
    if included.startswith(folder) and row_of(included) == folder:
        return None
    if any(included == allowed or (allowed.endswith("/") and included.startswith(allowed))
           for allowed in ROWS[folder][0]):
        return None
    return folder


def qt_allowed(path):
    """Qt modules that a file may include; None: any."""
    is_test = path.startswith("tests/")
    folder = row_of(path.removeprefix("tests/"))
    if folder is None:
        return None
    modules = list(ROWS[folder][1])
    if is_test:
        modules += ["QtTest", "QtCore"]
    return modules
