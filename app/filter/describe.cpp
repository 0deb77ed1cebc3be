// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"

#include "app/filter/mark_names.h"
#include "app/filter/node.h"
#include "app/filter/why_names.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>

namespace filter {

namespace {

std::string lowered(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
    return text;
}

std::string compared(const Term &term, const std::string &less, const std::string &more, const std::string &exactly)
{
    switch (term.relation) {
    case Relation::Less:
        return less + " than " + term.value;
    case Relation::LessEqual:
        return "at most " + term.value + " " + exactly;
    case Relation::Greater:
        return more + " than " + term.value;
    case Relation::GreaterEqual:
        return "at least " + term.value + " " + exactly;
    case Relation::NotEqual:
        return "not " + term.value + " " + exactly;
    default:
        return term.value + " " + exactly;
    }
}

std::string numbered(const Term &term, const std::string &name)
{
    switch (term.relation) {
    case Relation::Less:
        return "with a " + name + " below " + term.value;
    case Relation::LessEqual:
        return "with a " + name + " of at most " + term.value;
    case Relation::Greater:
        return "with a " + name + " above " + term.value;
    case Relation::GreaterEqual:
        return "with a " + name + " of " + term.value + " or more";
    case Relation::NotEqual:
        return "with a " + name + " other than " + term.value;
    default:
        return "with " + name + " " + term.value;
    }
}

std::string condition(const Term &term)
{
    switch (term.condition) {
    case Condition::Error:
        return "with an error";
    case Condition::Running:
        return "still running";
    case Condition::Complete:
        return "complete";
    case Condition::Cut:
        return "cut by the connection's end";
    case Condition::Lost:
        return "with lost bytes";
    case Condition::Http:
        return "of HTTP";
    case Condition::Channel:
        return "channels: messages both ways";
    case Condition::Protocol:
        return "of " + std::string(protocols::protocolInfo(term.protocol).name);
    case Condition::Query:
        return "queries: statements, commands, questions";
    case Condition::Conversation:
        return "of an unknown protocol";
    case Condition::Unreadable:
        return "that could not be read";
    case Condition::Failed:
        return "that failed";
    case Condition::Tls:
        return "over TLS";
    case Condition::Llm:
        return "calls of language models";
    case Condition::Rpc:
        return "calls by JSON-RPC";
    case Condition::Here:
        return "on this machine";
    case Condition::Client:
        return "seen at the client";
    case Condition::Server:
        return "seen at the server";
    case Condition::Well:
        return "with a good outcome";
    case Condition::Bad:
        return "with an error as outcome";
    case Condition::Untold:
        return "without a known outcome";
    }
    return {};
}

std::string_view whyWords(const std::string &value)
{
    const auto why = std::ranges::find(whyNames, lowered(value), &WhyName::name);
    return why == whyNames.end() ? std::string_view() : why->words;
}

std::string type(const Term &term)
{
    const std::string value = lowered(term.value);
    if (value == "image" || value == "images" || value == "image/*")
        return "with images";
    if (value == "json" || value == "html" || value == "xml" || value == "css")
        return "with " + std::string(value == "json" ? "JSON" : value == "html" ? "HTML" : value == "xml" ? "XML" : "CSS");
    return "with content of " + term.value;
}

std::string phrase(const Term &term)
{
    const bool glob = term.pattern.kind() == Pattern::Kind::Glob;
    const std::string &value = term.value;
    switch (term.field) {
    case Field::Word:
        return "mentioning \"" + value + "\"";
    case Field::Host:
        return glob ? "to any host of " + value : "to " + value;
    case Field::Path:
        return glob ? "with a path like " + value : "with " + value + " in the path";
    case Field::Method:
        return "with method " + value;
    case Field::Process:
        return glob ? "from any process of " + value : "from " + value;
    case Field::Machine:
        return glob ? "on any machine of " + value : "on " + value;
    case Field::Type:
        return type(term);
    case Field::Scheme:
        return "by " + value;
    case Field::Tls:
        return lowered(value) == "unknown" ? "over TLS of unknown version" : value.find("TLS") != std::string::npos ? "over " + value : "over TLS " + value;
    case Field::Operation:
        return "with operation " + value;
    case Field::Result:
        return "with result \"" + value + "\"";
    case Field::Rows:
        return compared(term, "fewer rows", "more rows", "rows");
    case Field::Model:
        return "with model " + value;
    case Field::Tokens:
        return compared(term, "fewer tokens", "more tokens", "tokens");
    case Field::Header:
        return "with \"" + value + "\" in a header";
    case Field::Body:
        return "with \"" + value + "\" in a body";
    case Field::Mark:
        return lowered(value) == anyMark ? "marked" : "marked " + lowered(value);
    case Field::Comment:
        return "with \"" + value + "\" in the comment";
    case Field::Why:
        return "with most of its time taken by " + std::string(whyWords(value));
    case Field::Reason:
        return "with reason \"" + value + "\"";
    case Field::Status:
        return numbered(term, "status");
    case Field::Pid:
        return numbered(term, "process id");
    case Field::Port:
        return numbered(term, "port");
    case Field::Connection:
        return numbered(term, "connection");
    case Field::Size:
        return compared(term, "smaller", "larger", "received");
    case Field::Sent:
        return compared(term, "sending less", "sending more", "sent");
    case Field::Wait:
        return compared(term, "answered faster", "answered more slowly", "of waiting for the answer");
    case Field::RoundTrip:
        return numbered(term, "round trip");
    case Field::Retransmits:
        return compared(term, "fewer segments sent again", "more segments sent again", "segments sent again");
    case Field::Duration:
        return compared(term, "faster", "slower", "long");
    case Field::Side:
    case Field::Is:
    case Field::Outcome:
        return condition(term);
    }
    return {};
}

std::string negated(const std::string &text)
{
    return text.starts_with("with ") ? "without " + text.substr(5) : "not " + text;
}

bool isNegative(const Node &node)
{
    const bool text = !isNumber(node.term.field);
    return node.kind == Node::Kind::Not || (node.kind == Node::Kind::Term && text && node.term.relation == Relation::NotEqual);
}

std::string read(const Node &node);

std::string readNegative(const Node &node)
{
    if (node.kind == Node::Kind::Term)
        return negated(phrase(node.term));
    const Node &inner = node.children.front();
    const std::string text = read(inner);
    if (isNegative(inner))
        return "not (" + text + ")";
    return inner.kind == Node::Kind::Term ? negated(text) : "not (" + text + ")";
}

// Positive conditions, joined by "and"; then the negative ones, after a comma.
std::string readAll(const Node &node)
{
    std::string positive, negative;
    size_t positives = 0;
    for (const Node &child : node.children)
        positives += !isNegative(child);
    for (const Node &child : node.children) {
        if (isNegative(child)) {
            negative += (negative.empty() ? "" : " and ") + readNegative(child);
            continue;
        }
        const std::string text = read(child);
        positive += positive.empty() ? "" : " and ";
        positive += child.kind == Node::Kind::Any && positives > 1 ? "(" + text + ")" : text;
    }
    if (positive.empty() || negative.empty())
        return positive + negative;
    return positive + ", " + negative;
}

std::string read(const Node &node)
{
    switch (node.kind) {
    case Node::Kind::All:
        return readAll(node);
    case Node::Kind::Any: {
        std::string text;
        for (const Node &child : node.children)
            text += (text.empty() ? "" : " or ") + read(child);
        return text;
    }
    case Node::Kind::Not:
        return readNegative(node);
    case Node::Kind::Term:
        break;
    }
    return isNegative(node) ? readNegative(node) : phrase(node.term);
}

} // namespace

std::string describe(const Filter &filter)
{
    return filter.empty() ? std::string() : read(*filter.root());
}

} // namespace filter
