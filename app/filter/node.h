// SPDX-License-Identifier: GPL-3.0-or-later
// A filter's program: terms over columns, combined by and, or, not.
#pragma once

#include "app/filter/pattern.h"
#include "app/protocols/protocol.h"

#include <cstdint>
#include <string>
#include <vector>

namespace filter {

enum class Field : uint8_t {
    Word, Host, Path, Method, Process, Machine, Type, Scheme, Reason, Operation, Result,   // texts
    Model,                                                                         // text of the operation, of calls of language models
    Tls,                                                                           // the version of its protocol
    Header, Body,                                                                  // texts in the capture file
    Mark, Comment,                                                                 // what the user has added
    Why,                                                                           // what took most of its time
    Status, Pid, Port, Connection, Rows, Tokens, Retransmits, Size, Sent, Wait, RoundTrip, Duration,   // numbers
    Side, Is, Outcome,                                                             // one of a few values
};

enum class Relation : uint8_t { Like, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Within };

enum class Condition : uint8_t {
    Error, Running, Complete, Cut, Lost, Http, Channel, Conversation, Unreadable, Failed, Tls, Query, Client, Server,
    Llm, Rpc,                        // what the bodies speak
    Here,                            // not on another machine
    Well, Bad, Untold,               // outcome: in the protocol's own terms
    Protocol,                        // Term::protocol
};

struct Term {
    Field field = Field::Word;
    Relation relation = Relation::Like;
    Pattern pattern;                 // texts
    int64_t low = 0, high = 0;       // inclusive. Sizes in bytes, durations in ns
    Condition condition{};
    protocols::Protocol protocol{};  // Unknown: no protocol has the name typed
    std::string value;               // as typed, for describe()
    uint32_t slot = 0;               // index of its cached answers in a run
};

struct Node {
    enum class Kind : uint8_t { All, Any, Not, Term } kind = Kind::Term;
    std::vector<Node> children;      // Not: one
    Term term;
    unsigned cost = 0;               // roughly ns per row: cheap ones are evaluated first
    uint32_t slots = 0;              // for the root: the number of terms
};

bool isNumber(Field);

} // namespace filter
