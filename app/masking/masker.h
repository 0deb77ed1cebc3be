// SPDX-License-Identifier: GPL-3.0-or-later
// Masks secrets: in headers, cookies, URLs, forms, multipart and JSON bodies, running text and command lines. A
// secret becomes "masked-" and a short keyed tag, so that the same secret can be followed through one export but not
// guessed from it. Everything else stays unchanged.
#pragma once

#include "app/masking/rule_set.h"
#include "app/masking/secret_names.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace masking {

class SeenSecrets;

// Told of each secret as it is masked.
class Watcher
{
public:
    virtual ~Watcher() = default;
    // As Report::add.
    virtual void masked(std::string_view where, std::string_view name, std::string_view secret) = 0;
};

// For the keyed hash (SipHash-2-4).
struct Key {
    uint64_t first = 0, second = 0;
};

// From the kernel's random source.
Key randomKey();

// How a secret is replaced.
enum class Mode : uint8_t {
    Tag,           // "masked-9f3c27b1", the same for the same secret; a JSON Web Token keeps its header
    SameLength,    // asterisks
    Full,          // "masked"
};

struct Rules {
    Mode mode = Mode::Tag;
    std::vector<std::string> headers; // names in addition to the known ones, any case
    std::vector<std::string> names;   // of cookies, parameters and keys, likewise
    std::shared_ptr<const RuleSet> forms;   // null: the built-in ones
    std::set<std::string, std::less<>> kept = {};   // kinds of secrets (kindOf()) that stay as they are, because the user wants it so
};

// What was masked.
struct Report {
    uint64_t count = 0;
    std::set<std::string> names;      // "Authorization", "query access_token", "json password": at most namesMax
    static constexpr size_t namesMax = 200;

    void add(std::string_view where, std::string_view name);
    void merge(const Report &);
};

// A kind of secrets, as a person would name it: "header authorization", "cookie sid", or "value password" for fields, parameters,
// keys and forms of that name, however it is spelled. From what a report is told.
std::string kindOf(std::string_view where, std::string_view name);

// An unquoted value is a variable in code, a word in prose.
enum class TextKind : uint8_t { Prose, Code };

// Texts are nested: JSON in a URL parameter in JSON. From this depth on they are treated as prose.
inline constexpr int depthMax = 8;

class Masker
{
public:
    // `seen` collects the secrets that are masked; it may be null and must outlive the masker.
    explicit Masker(Key key, Rules rules = {}, SeenSecrets *seen = nullptr);

    // One with the same key and rules that collects what it masks in `seen`, which must outlive it.
    Masker remembering(SeenSecrets &seen) const;
    // One with the same key and rules that tells `watcher`, which must outlive it, what it masks.
    Masker watchedBy(Watcher &watcher) const;

    // "masked-9f3c27b1" for a secret; the same for the same bytes.
    std::string tag(std::string_view secret) const;
    // Returns what replaces the secret, reporting and remembering it. `sure`: its name says that it is a secret.
    std::string hide(std::string_view secret, std::string_view where, std::string_view name, Report &, bool sure = true) const;
    Weight weight(std::string_view name, Place) const;
    bool secretHeader(std::string_view name) const;
    // Whether secrets of this kind stay as they are.
    bool keeps(std::string_view where, std::string_view name) const { return !m_rules.kept.empty() && m_rules.kept.contains(kindOf(where, name)); }
    const RuleSet &ruleSet() const { return m_rules.forms ? *m_rules.forms : RuleSet::builtIn(); }
    // Secrets recognised by their form, in order.
    std::vector<FoundForm> forms(std::string_view text) const { return ruleSet().find(text); }

    // A header's value. Scheme ("Bearer"), cookie names and attributes are kept.
    std::string header(std::string_view name, std::string_view value, Report &) const;
    // A single cookie's value.
    std::string cookie(std::string_view name, std::string_view value, Report &) const;
    // A request target or URL: user information, path, query and fragment.
    std::string url(std::string_view, Report &, int depth = 0) const;
    std::string query(std::string_view, Report &) const;
    std::string form(std::string_view body, Report &) const;
    // One decoded parameter's value.
    std::string parameter(std::string_view name, std::string_view value, Report &) const;
    // Also for JSON lines and for truncated or malformed JSON.
    std::string json(std::string_view body, Report &, int depth = 0) const;
    std::string multipart(std::string_view body, std::string_view boundary, Report &) const;
    // A value whose name reveals nothing: JSON, a form or running text. `search`: false if it is known to contain no form
    // but inside an encoding.
    std::string value(std::string_view, Report &, int depth = 0, TextKind = TextKind::Prose, bool search = true) const;
    // Running text: values assigned to secret names ("password": "x", PASS=x, <password>x</password>), URLs, and
    // secrets recognised by their form.
    std::string text(std::string_view, Report &, TextKind = TextKind::Prose, int depth = 0, bool search = true) const;
    // "Bearer abc": the scheme (RFC 9110 section 11.4) is kept.
    std::string credentials(std::string_view value, std::string_view name, Report &) const;
    // Program arguments: URLs, headers, data, "--token X", "PASSWORD=x", also inside a script.
    std::vector<std::string> commandLine(const std::vector<std::string> &, Report &) const;

private:
    std::string parameters(std::string_view, std::string_view where, Report &, int depth) const;
    std::string replacement(std::string_view secret) const;
    std::string parameterName(std::string_view raw, std::string_view name, Report &, int depth) const;
    std::string path(std::string_view, Report &, int depth) const;
    std::string userInformation(std::string_view, Report &) const;
    std::string cookies(std::string_view, Report &) const;
    std::string setCookie(std::string_view, Report &) const;
    std::string webSocketProtocols(std::string_view, Report &) const;

    Key m_key;
    Rules m_rules;
    SeenSecrets *m_seen;
    Watcher *m_watcher = nullptr;
};

// "a=1&b=2" and nothing else.
bool isForm(std::string_view text);

} // namespace masking
