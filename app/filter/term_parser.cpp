// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/term_parser.h"

#include "app/filter/filter.h"
#include "app/filter/mark_names.h"
#include "app/filter/why_names.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

namespace filter {

namespace {

constexpr int64_t most = std::numeric_limits<int64_t>::max();

constexpr std::array<std::pair<std::string_view, Field>, 44> fields{{
    {"host", Field::Host}, {"domain", Field::Host}, {"path", Field::Path}, {"url", Field::Path}, {"method", Field::Method},
    {"proc", Field::Process}, {"process", Field::Process}, {"app", Field::Process}, {"machine", Field::Machine}, {"type", Field::Type}, {"mime", Field::Type},
    {"protocol", Field::Scheme}, {"scheme", Field::Scheme}, {"reason", Field::Reason}, {"operation", Field::Operation}, {"op", Field::Operation},
    {"header", Field::Header}, {"body", Field::Body}, {"mark", Field::Mark}, {"comment", Field::Comment}, {"why", Field::Why},
    {"status", Field::Status}, {"pid", Field::Pid}, {"port", Field::Port},
    {"connection", Field::Connection}, {"conn", Field::Connection}, {"size", Field::Size}, {"received", Field::Size},
    {"sent", Field::Sent}, {"dur", Field::Duration}, {"duration", Field::Duration}, {"time", Field::Duration},
    {"wait", Field::Wait}, {"rtt", Field::RoundTrip}, {"retrans", Field::Retransmits}, {"retransmits", Field::Retransmits},
    {"side", Field::Side}, {"is", Field::Is}, {"tls", Field::Tls}, {"rows", Field::Rows}, {"model", Field::Model}, {"tokens", Field::Tokens}, {"result", Field::Result}, {"outcome", Field::Outcome},
}};

constexpr std::array<std::pair<std::string_view, Condition>, 15> conditions{{
    {"error", Condition::Error}, {"running", Condition::Running}, {"complete", Condition::Complete}, {"cut", Condition::Cut},
    {"lost", Condition::Lost}, {"http", Condition::Http}, {"channel", Condition::Channel}, {"conversation", Condition::Conversation},
    {"unreadable", Condition::Unreadable}, {"failed", Condition::Failed}, {"tls", Condition::Tls}, {"query", Condition::Query},
    {"llm", Condition::Llm}, {"rpc", Condition::Rpc}, {"here", Condition::Here},
}};

constexpr std::array<std::pair<std::string_view, Condition>, 3> outcomes{{
    {"ok", Condition::Well}, {"error", Condition::Bad}, {"unknown", Condition::Untold},
}};

constexpr std::array<std::pair<std::string_view, Relation>, 7> relations{{
    {">=", Relation::GreaterEqual}, {"<=", Relation::LessEqual}, {"!=", Relation::NotEqual}, {":", Relation::Like},
    {"=", Relation::Equal}, {">", Relation::Greater}, {"<", Relation::Less},
}};

struct Unit { std::string_view name; double factor; };
constexpr std::array<Unit, 13> sizeUnits{{{"", 1}, {"b", 1}, {"k", 1e3}, {"kb", 1e3}, {"ki", 1024}, {"kib", 1024}, {"m", 1e6}, {"mb", 1e6},
                                          {"mi", 1048576}, {"mib", 1048576}, {"g", 1e9}, {"gb", 1e9}, {"gi", 1073741824}}};
constexpr std::array<Unit, 8> timeUnits{{{"", 1e6}, {"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 6e10}, {"min", 6e10}}};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return result;
}

template <typename Table>
auto lookUp(const Table &table, std::string_view name) -> std::optional<decltype(table[0].second)>
{
    for (const auto &[known, value] : table) {
        if (known == name)
            return value;
    }
    return std::nullopt;
}

template <typename Units>
std::optional<int64_t> number(std::string_view text, const Units &units)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || value < 0)
        return std::nullopt;
    const std::string unit = lowered(text.substr(size_t(end - text.data())));
    for (const Unit &known : units) {
        if (known.name != unit)
            continue;
        const double scaled = value * known.factor;
        return scaled >= 9e18 ? most : int64_t(std::llround(scaled));
    }
    return std::nullopt;
}

std::optional<int64_t> number(Field field, std::string_view text)
{
    if (field == Field::Size || field == Field::Sent)
        return number(text, sizeUnits);
    if (field == Field::Duration || field == Field::Wait || field == Field::RoundTrip)
        return number(text, timeUnits);
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

// "404", "4xx", "400-499", with units if the field has any.
bool takeValues(Term &term, std::string_view value)
{
    if (term.field == Field::Status && value.size() == 3 && lowered(value.substr(1)) == "xx" && value[0] >= '1' && value[0] <= '9') {
        term.low = (value[0] - '0') * 100;
        term.high = term.low + 99;
        return true;
    }
    const size_t dash = value.find('-');
    if (dash != std::string_view::npos) {
        const auto low = number(term.field, value.substr(0, dash));
        const auto high = number(term.field, value.substr(dash + 1));
        if (!low || !high || *low > *high)
            return false;
        term.low = *low;
        term.high = *high;
        return true;
    }
    const auto exact = number(term.field, value);
    if (!exact)
        return false;
    term.low = term.high = *exact;
    return true;
}

// Converts the relation and the values read into the range that matches. NotEqual keeps its range and is negated
// later.
void takeRelation(Term &term, Relation relation)
{
    switch (relation) {
    case Relation::Less:
        term.high = term.low - 1;
        term.low = std::numeric_limits<int64_t>::min();
        break;
    case Relation::LessEqual:
        term.low = std::numeric_limits<int64_t>::min();
        break;
    case Relation::Greater:
        term.low = term.high == most ? most : term.high + 1;
        term.high = most;
        break;
    case Relation::GreaterEqual:
        term.high = most;
        break;
    default:
        break;
    }
    term.relation = relation == Relation::Like ? (term.low == term.high ? Relation::Equal : Relation::Within) : relation;
}

std::string example(Field field)
{
    switch (field) {
    case Field::Status:
        return "a status is a number, as in status:404, status:4xx or status>=400";
    case Field::Size:
    case Field::Sent:
        return "a size is a number with k, M or G, as in size>10k";
    case Field::Duration:
    case Field::Wait:
    case Field::RoundTrip:
        return "a duration is a number with us, ms, s or m, as in dur>500ms";
    default:
        return "this must be a whole number";
    }
}

bool endsTerm(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ')';
}

// Reads to the end of the term, removing quotes.
std::string takeText(std::string_view text, size_t &at, bool &closed)
{
    std::string value;
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted && c == '\\' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\\')) {
            value += text[++at];
        } else if (!quoted && endsTerm(c)) {
            break;
        } else {
            value += c;
        }
    }
    closed = !quoted;
    return value;
}

// The same for part of a head or body: quotes around the whole are removed, others belong to it, as in "id":7.
std::string takePiece(std::string_view text, size_t &at, bool &closed)
{
    if (text.substr(at).starts_with('"')) {
        std::string inside;
        size_t quote = at + 1;
        for (; quote < text.size() && text[quote] != '"'; ++quote) {
            if (text[quote] == '\\' && quote + 1 < text.size() && (text[quote + 1] == '"' || text[quote + 1] == '\\'))
                ++quote;
            inside += text[quote];
        }
        closed = quote < text.size();
        if (!closed || quote + 1 == text.size() || endsTerm(text[quote + 1])) {
            at = std::min(quote + 1, text.size());
            return inside;
        }
    }
    const size_t begin = at;
    while (at < text.size() && !endsTerm(text[at]))
        ++at;
    closed = true;
    return std::string(text.substr(begin, at - begin));
}

struct Split {
    std::string key;
    Relation relation;
    size_t length; // of key and relation
};

// "name:" or "name>=" at the front, where name has letters only.
std::optional<Split> splitKey(std::string_view text)
{
    size_t end = 0;
    while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
        ++end;
    if (end == 0)
        return std::nullopt;
    for (const auto &[sign, relation] : relations) {
        if (text.substr(end).starts_with(sign))
            return Split{lowered(text.substr(0, end)), relation, end + sign.size()};
    }
    return std::nullopt;
}

// One letter too many, too few or wrong, or two swapped.
bool isSlipOf(std::string_view typed, std::string_view meant)
{
    while (!typed.empty() && !meant.empty() && typed.front() == meant.front()) {
        typed.remove_prefix(1);
        meant.remove_prefix(1);
    }
    while (!typed.empty() && !meant.empty() && typed.back() == meant.back()) {
        typed.remove_suffix(1);
        meant.remove_suffix(1);
    }
    const bool changedPlaces = typed.size() == 2 && meant.size() == 2 && typed[0] == meant[1] && typed[1] == meant[0];
    return changedPlaces || (typed.size() <= 1 && meant.size() <= 1);
}

// "localhost:8080", "http://x" and "page=2" are search words, "hots:x" and "staus:200" are typos.
bool isPlainWord(const Split &split, std::string_view rest)
{
    constexpr size_t longName = 5;   // a shorter one too easily matches a host
    if (split.relation == Relation::Equal)
        return true;
    for (const auto &[name, field] : fields) {
        if (isNumber(field) && name.size() >= longName && isSlipOf(split.key, name))
            return false;
    }
    return split.relation == Relation::Like && !rest.empty() && (rest.front() == '/' || (rest.front() >= '0' && rest.front() <= '9'));
}

// The first name of each field is the preferred one.
std::vector<std::string_view> fieldNames()
{
    std::vector<std::string_view> names;
    std::optional<Field> before;
    for (const auto &[name, field] : fields) {
        if (field != before)
            names.push_back(name);
        before = field;
    }
    return names;
}

// Conditions, and protocols by their preferred names.
std::vector<std::string_view> isNames()
{
    std::vector<std::string_view> names;
    names.reserve(conditions.size() + protocols::protocolInfos().size());
    for (const auto &[name, condition] : conditions)
        names.push_back(name);
    for (const protocols::ProtocolInfo &protocol : protocols::protocolInfos()) {
        if (!protocol.filterNames.empty())
            names.push_back(protocol.filterName());
    }
    return names;
}

// "a, b and c".
std::string listed(const auto &names)
{
    std::string out;
    for (size_t i = 0; i < names.size(); ++i)
        out += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + std::string(names[i]);
    return out;
}

std::vector<std::string_view> whyValues()
{
    std::vector<std::string_view> names;
    names.reserve(std::size(whyNames));
    for (const WhyName &why : whyNames)
        names.push_back(why.name);
    return names;
}

std::optional<std::string> takeValue(Term &term, Relation relation, const std::string &value)
{
    term.value = value;
    if (isNumber(term.field)) {
        if (!takeValues(term, value))
            return "\"" + value + "\" does not fit: " + example(term.field);
        takeRelation(term, relation);
        return std::nullopt;
    }
    if (relation != Relation::Like && relation != Relation::Equal && relation != Relation::NotEqual)
        return "Only numbers can be compared with < and >";
    term.relation = relation;
    if (term.field == Field::Side) {
        const std::string side = lowered(value);
        if (side != "client" && side != "server")
            return "A side is client or server";
        term.condition = side == "client" ? Condition::Client : Condition::Server;
    } else if (term.field == Field::Outcome) {
        const auto outcome = lookUp(outcomes, lowered(value));
        if (!outcome)
            return "An outcome is ok, error or unknown";
        term.condition = *outcome;
    } else if (term.field == Field::Is) {
        const auto condition = lookUp(conditions, lowered(value));
        const protocols::ProtocolInfo *protocol = protocols::protocolOfFilter(lowered(value));
        if (!condition && !protocol)
            return "\"is:" + value + "\" is not known; there are " + listed(isNames());
        term.condition = condition.value_or(Condition::Protocol);
        if (!condition)
            term.protocol = protocol->id;
    } else if (term.field == Field::Mark) {
        const std::string mark = lowered(value);
        if (mark != anyMark && std::ranges::find(markNames, mark) == markNames.end())
            return "A mark is " + listed(markNames) + ", or any";
        term.pattern = Pattern(mark == anyMark ? "*" : mark, Pattern::Kind::Whole);
    } else if (term.field == Field::Why) {
        if (std::ranges::find(whyNames, lowered(value), &WhyName::name) == whyNames.end())
            return "What took most of the time is " + listed(whyValues());
        term.pattern = Pattern(value, Pattern::Kind::Whole);
    } else if (term.field == Field::Header || term.field == Field::Body) {
        term.pattern = Pattern(value, Pattern::Kind::Verbatim);
    } else {
        term.pattern = Pattern(value, relation == Relation::Like ? Pattern::Kind::Piece : Pattern::Kind::Whole);
        const protocols::ProtocolInfo *protocol = term.field == Field::Scheme ? protocols::protocolOfFilter(lowered(value)) : nullptr;
        if (protocol)
            term.protocol = protocol->id;
    }
    return std::nullopt;
}

} // namespace

std::vector<std::string> words()
{
    std::vector<std::string> all;
    for (const std::string_view name : fieldNames())
        all.push_back(std::string(name) + ':');
    for (const std::string_view name : isNames())
        all.push_back("is:" + std::string(name));
    for (const auto &[name, outcome] : outcomes)
        all.push_back("outcome:" + std::string(name));
    for (const std::string_view name : markNames)
        all.push_back("mark:" + std::string(name));
    for (const std::string_view name : whyValues())
        all.push_back("why:" + std::string(name));
    all.insert(all.end(), {"side:client", "side:server"});
    return all;
}

bool isNumber(Field field)
{
    return field >= Field::Status && field <= Field::Duration;
}

std::expected<Term, CompileError> parseTerm(std::string_view text, size_t &at)
{
    const size_t begin = at;
    const auto fail = [&](size_t position, size_t length, std::string message) {
        return std::unexpected(CompileError{position, length, std::move(message)});
    };
    Term term;
    bool closed = true;
    const std::string_view rest = text.substr(at);
    auto split = splitKey(rest);
    const auto field = split ? lookUp(fields, split->key) : std::nullopt;
    if (split && !field && isPlainWord(*split, rest.substr(split->length)))
        split.reset();
    if (split && !field)
        return fail(begin, split->key.size(), "\"" + split->key + "\" is nothing to filter by; there are " + listed(fieldNames()));
    if (split)
        at += split->length;
    const size_t valueAt = at;
    term.field = field.value_or(Field::Word);
    const bool inFile = term.field == Field::Header || term.field == Field::Body;
    const std::string value = inFile ? takePiece(text, at, closed) : takeText(text, at, closed);
    if (!closed) {
        const size_t quote = text.find('"', valueAt);
        return fail(quote, at - quote, "This quote is not closed");
    }
    if (!split) {
        // A star in a word is a wildcard within it: words match anywhere in the value.
        term.pattern = Pattern(value.find('*') == std::string::npos ? value : "*" + value + "*", Pattern::Kind::Piece);
        term.value = value;
        return term;
    }
    if (value.empty())
        return fail(at, 0, "Something is missing after \"" + std::string(rest.substr(0, split->length)) + "\"");
    if (auto message = takeValue(term, split->relation, value))
        return fail(valueAt, at - valueAt, std::move(*message));
    return term;
}

unsigned termCost(const Term &term)
{
    switch (term.field) {
    case Field::Word:
        return 80;
    case Field::Path:
        return 60;
    case Field::Rows:
    case Field::Tokens:
    case Field::Result:
    case Field::RoundTrip:
    case Field::Retransmits:
        return 200;   // read from the record
    case Field::Why:
        return 3'000;   // computed from both halves, if it is not kept
    case Field::Header:
        return 5'000;   // read from the file
    case Field::Body:
        return 50'000;
    case Field::Port:
    case Field::Pid:
        return 8;
    default:
        return 4;
    }
}

} // namespace filter
