// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/naming.h"

#include "app/decode/json_scan.h"
#include "app/protocols/operation/graphql.h"

#include <algorithm>
#include <charconv>

namespace protocols::operation {

namespace {

using decode::JsonKind;
using decode::JsonMember;
using decode::JsonMembers;

constexpr size_t batchMax = 1000;   // entries of a batch that are examined
constexpr size_t batchNamed = 8;

std::string stringOf(const JsonMember &member)
{
    return member.kind == JsonKind::String && member.value.size() >= 2
        ? decode::jsonUnescaped(member.value.substr(1, member.value.size() - 2))
        : std::string();
}

// A string cut by the end of the body still has its beginning.
std::string documentOf(const JsonMember &member)
{
    if (member.kind == JsonKind::Broken && member.value.starts_with('"'))
        return decode::jsonUnescaped(member.value.substr(1));
    return stringOf(member);
}

bool opensDocument(std::string_view text)
{
    const size_t begin = text.find_first_not_of(" \t\r\n,\xef\xbb\xbf");
    text.remove_prefix(std::min(begin, text.size()));
    return text.starts_with('{') || text.starts_with('#') || text.starts_with("query") || text.starts_with("mutation")
        || text.starts_with("subscription") || text.starts_with("fragment");
}

std::string persisted(std::string_view extensions)
{
    JsonMembers members(extensions);
    while (const auto member = members.next()) {
        if (member->key != "persistedQuery")
            continue;
        JsonMembers inner(member->value);
        while (const auto field = inner.next()) {
            if (field->key == "sha256Hash")
                return "persisted query " + stringOf(*field).substr(0, 12);
        }
        return "persisted query";
    }
    return {};
}

// What a call of the Model Context Protocol is about: the method alone says little.
std::string rpcSubject(std::string_view method, std::string_view params)
{
    const std::string_view key = method == "tools/call" || method == "prompts/get" ? "name" : method == "resources/read" ? "uri" : "";
    JsonMembers members(key.empty() ? std::string_view() : params);
    while (const auto member = members.next())
        if (member->key == key)
            return stringOf(*member);
    return {};
}

Name nameOfObject(std::string_view object)
{
    std::string method, query, operationName, document;
    std::string_view params, id;
    bool hasAnswer = false;
    bool isRpc = false, hasQuery = false;
    JsonMembers members(object);
    while (const auto member = members.next()) {
        if (member->key == "jsonrpc")
            isRpc = true;
        else if (member->key == "method")
            method = stringOf(*member);
        else if (member->key == "params")
            params = member->value;
        else if (member->key == "id")
            id = member->value;
        else if (member->key == "result" || member->key == "error")
            hasAnswer = true;
        else if (member->key == "query")
            hasQuery = !(query = documentOf(*member)).empty();
        else if (member->key == "operationName")
            operationName = stringOf(*member);
        else if (member->key == "extensions")
            document = persisted(member->value);
        else if (member->key == "documentId" || member->key == "doc_id" || member->key == "queryId")
            document = "persisted query " + (member->kind == JsonKind::String ? stringOf(*member) : std::string(member->value));
    }
    if (!method.empty() && (isRpc || (!params.empty() && !id.empty()))) {
        const std::string subject = rpcSubject(method, params);
        return { Dialect::JsonRpc, clipped(subject.empty() ? method : method + ' ' + subject, nameMax) };
    }
    // The server has asked, on another stream.
    if (isRpc && hasAnswer && !id.empty())
        return { Dialect::JsonRpc, clipped("answer to " + std::string(id), nameMax) };
    if (hasQuery && opensDocument(query))
        return nameOfGraphql(query, operationName);
    if (!document.empty())
        return { Dialect::GraphQl, clipped(operationName.empty() ? document : operationName, nameMax) };
    return {};
}

// The local name of the start tag at `at`, which is a '<'.
std::string_view localName(std::string_view xml, size_t at)
{
    const size_t end = std::min(xml.find_first_of(" \t\r\n/>", at + 1), xml.size());
    const std::string_view name = xml.substr(at + 1, end - at - 1);
    return name.substr(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
}

// The next start tag from `at` on, skipping comments, end tags and declarations.
size_t nextTag(std::string_view xml, size_t at)
{
    for (at = xml.find('<', at); at != std::string_view::npos; at = xml.find('<', at + 1)) {
        if (xml.substr(at).starts_with("<!--")) {
            at = xml.find("-->", at);
            if (at == std::string_view::npos)
                return at;
            continue;
        }
        if (at + 1 < xml.size() && xml[at + 1] != '/' && xml[at + 1] != '!' && xml[at + 1] != '?')
            return at;
    }
    return at;
}

// The position of the first tag inside the envelope's Body.
size_t bodyChild(std::string_view xml)
{
    size_t at = nextTag(xml, 0);
    if (at == std::string_view::npos || localName(xml, at) != "Envelope")
        return std::string_view::npos;
    while (at != std::string_view::npos && localName(xml, at) != "Body")
        at = nextTag(xml, at + 1);
    return at == std::string_view::npos ? at : nextTag(xml, at + 1);
}

std::string xmlText(std::string_view text)
{
    static constexpr std::pair<std::string_view, char> entities[] = {
        { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' } };
    std::string out;
    for (size_t at = 0; at < text.size();) {
        const auto found = std::find_if(std::begin(entities), std::end(entities), [&](const auto &e) { return text.substr(at).starts_with(e.first); });
        const bool known = found != std::end(entities);
        out += known ? found->second : text[at];
        at += known ? found->first.size() : 1;
    }
    return out;
}

Ending graphqlEnding(std::string_view object, bool whole)
{
    JsonMembers members(object);
    bool isAnswer = false;
    while (const auto member = members.next()) {
        isAnswer = isAnswer || member->key == "data";
        if (member->key != "errors" || member->kind != JsonKind::Array)
            continue;
        JsonMembers errors(member->value);
        std::string words;
        size_t count = 0;
        while (const auto error = errors.next()) {
            if (count++ > 0)
                continue;
            JsonMembers fields(error->value);
            while (const auto field = fields.next()) {
                if (field->key == "message")
                    words = stringOf(*field);
            }
        }
        if (count == 0)
            continue;
        words = clipped(std::move(words), wordsMax - 40);
        if (count > 1)
            words += " (and " + std::to_string(count - 1) + " more)";
        return { Outcome::Error, words };
    }
    return { isAnswer && whole && members.closed() ? Outcome::Ok : Outcome::Unknown, {} };
}

// The Model Context Protocol reports a tool's failure as a result.
bool isToolError(std::string_view result)
{
    JsonMembers members(result);
    while (const auto member = members.next())
        if (member->key == "isError")
            return member->value == "true";
    return false;
}

// The first text of a tool's result.
std::string toolWords(std::string_view result)
{
    JsonMembers members(result);
    while (const auto member = members.next()) {
        if (member->key != "content")
            continue;
        JsonMembers parts(member->value);
        while (const auto part = parts.next()) {
            JsonMembers fields(part->value);
            while (const auto field = fields.next())
                if (field->key == "text")
                    return stringOf(*field);
        }
    }
    return {};
}

Ending rpcEnding(std::string_view object, bool whole)
{
    JsonMembers members(object);
    bool isAnswer = false;
    while (const auto member = members.next()) {
        isAnswer = isAnswer || member->key == "result";
        if (member->key == "result" && isToolError(member->value))
            return { Outcome::Error, clipped(toolWords(member->value), wordsMax) };
        if (member->key != "error" || member->value == "null")
            continue;
        std::string code, message;
        JsonMembers fields(member->value);
        while (const auto field = fields.next()) {
            if (field->key == "code")
                code = field->value;
            else if (field->key == "message")
                message = stringOf(*field);
        }
        if (member->kind == JsonKind::String)
            message = stringOf(*member);
        return { Outcome::Error, clipped(code.append(code.empty() || message.empty() ? "" : ": ").append(message), wordsMax) };
    }
    return { isAnswer && whole && members.closed() ? Outcome::Ok : Outcome::Unknown, {} };
}

Ending soapEnding(std::string_view xml, bool whole)
{
    size_t at = bodyChild(xml);
    if (at == std::string_view::npos)
        return {};
    if (localName(xml, at) != "Fault")
        return { whole ? Outcome::Ok : Outcome::Unknown, {} };
    // SOAP 1.1 has faultstring, 1.2 Reason/Text.
    for (; at != std::string_view::npos; at = nextTag(xml, at + 1)) {
        const std::string_view name = localName(xml, at);
        if (name != "faultstring" && name != "Text")
            continue;
        const size_t begin = xml.find('>', at);
        const size_t end = begin == std::string_view::npos ? begin : xml.find('<', begin);
        if (end != std::string_view::npos)
            return { Outcome::Error, clipped(xmlText(xml.substr(begin + 1, end - begin - 1)), wordsMax) };
    }
    return { Outcome::Error, "fault" };
}

std::string percentDecoded(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const bool escape = text[i] == '%' && i + 2 < text.size()
            && std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16).ptr == text.data() + i + 3;
        out += escape ? char(value) : text[i] == '+' ? ' ' : text[i];
        i += escape ? 2 : 0;
    }
    return out;
}

} // namespace

std::string clipped(std::string text, size_t most)
{
    std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    if (text.size() <= most)
        return text;
    size_t end = most - 3;
    while (end > 0 && (text[end] & 0xc0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

Name nameOfGraphql(std::string_view document, std::string_view operationName)
{
    const auto operations = graphqlOperations(document);
    if (operations.empty())
        return {};
    const auto named = std::find_if(operations.begin(), operations.end(), [&](const GraphqlOperation &o) { return o.name == operationName; });
    const GraphqlOperation &chosen = named != operations.end() ? *named : operations.front();
    const std::string name = !chosen.name.empty() ? chosen.name : !chosen.firstField.empty() ? "{ " + chosen.firstField + " }" : std::string();
    return { Dialect::GraphQl, clipped(chosen.type + (name.empty() ? "" : " ") + name, nameMax) };
}

Name nameOfJson(std::string_view body)
{
    const auto value = decode::firstJsonValue(body);
    if (!value)
        return {};
    if (value->kind == JsonKind::Object)
        return nameOfObject(value->value);
    if (value->kind != JsonKind::Array)
        return {};
    Name batch;
    size_t count = 0;
    JsonMembers entries(value->value);
    while (const auto entry = entries.next()) {
        const Name one = entry->kind == JsonKind::Object ? nameOfObject(entry->value) : Name();
        if (one.dialect == Dialect::None || ++count > batchMax)
            break;
        batch.dialect = one.dialect;
        if (count <= batchNamed)
            batch.text += (count > 1 ? ", " : "") + one.text;
    }
    if (count > 1)
        batch.text = clipped(std::to_string(count) + (entries.closed() || count > batchMax ? "" : " or more") + " operations: " + batch.text
                                 + (count > batchNamed ? ", …" : ""), nameMax);
    return batch;
}

Name nameOfTarget(std::string_view target)
{
    const size_t mark = target.find('?');
    if (mark == std::string_view::npos)
        return {};
    std::string query, operationName, document;
    std::string_view rest = target.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view parameter = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(parameter.size() + 1, rest.size()));
        const size_t equals = std::min(parameter.find('='), parameter.size());
        const std::string_view name = parameter.substr(0, equals);
        const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
        if (name == "query")
            query = percentDecoded(value);
        else if (name == "operationName")
            operationName = percentDecoded(value);
        else if (name == "extensions")
            document = persisted(percentDecoded(value));
    }
    // "?query=" alone may be any search: only a document with braces is GraphQL.
    if (opensDocument(query) && query.find('{') != std::string::npos)
        return nameOfGraphql(query, operationName);
    if (!document.empty())
        return { Dialect::GraphQl, clipped(operationName.empty() ? document : operationName, nameMax) };
    return {};
}

Name nameOfSoap(std::string_view body, std::string_view action)
{
    if (const size_t at = bodyChild(body); at != std::string_view::npos)
        return { Dialect::Soap, clipped(std::string(localName(body, at)), nameMax) };
    while (!action.empty() && (action.front() == '"' || action.front() == ' '))
        action.remove_prefix(1);
    action = action.substr(0, action.find('"'));
    const size_t slash = action.find_last_of("/#");
    const std::string_view last = slash == std::string_view::npos ? action : action.substr(slash + 1);
    return last.empty() ? Name() : Name { Dialect::Soap, clipped(std::string(last), nameMax) };
}

Ending endingOf(Dialect style, std::string_view body, bool whole)
{
    if (style == Dialect::Soap)
        return soapEnding(body, whole);
    const auto value = decode::firstJsonValue(body);
    if (!value || style == Dialect::None)
        return {};
    const auto one = [&](std::string_view object) { return style == Dialect::GraphQl ? graphqlEnding(object, whole) : rpcEnding(object, whole); };
    if (value->kind == JsonKind::Object)
        return one(value->value);
    if (value->kind != JsonKind::Array)
        return {};
    // For a batch: the first error; ok only if all of them are.
    Ending ending { whole ? Outcome::Ok : Outcome::Unknown, {} };
    JsonMembers entries(value->value);
    while (const auto entry = entries.next()) {
        Ending next = one(entry->value);
        if (next.outcome == Outcome::Error)
            return next;
        if (next.outcome == Outcome::Unknown)
            ending = next;
    }
    return entries.closed() ? ending : Ending();
}

} // namespace protocols::operation
