// SPDX-License-Identifier: GPL-3.0-or-later
// Hides what is secret: in headers, cookies, URLs, forms, multipart and JSON bodies, running text and command
// lines. A secret becomes "masked-" and a short tag made with a key, so that the same secret can be followed
// through one export and cannot be guessed from it. Everything else stays as it was.
#pragma once

#include "app/masking/secret_names.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace masking {

class SeenSecrets;

// Of the keyed hash (SipHash-2-4). One for each export, forgotten with it.
struct Key {
    uint64_t first = 0, second = 0;
};

// From the kernel's random source.
Key randomKey();

// How a secret is written. The place where further modes go.
enum class Mode : uint8_t { Tag };

struct Rules {
    Mode mode = Mode::Tag;
    std::vector<std::string> headers; // names besides the known ones, any case
    std::vector<std::string> names;   // of cookies, parameters and keys, likewise
};

// What was masked.
struct Report {
    uint64_t count = 0;
    std::set<std::string> names;      // "Authorization", "query access_token", "json password": at most namesMax
    static constexpr size_t namesMax = 200;

    void add(std::string_view where, std::string_view name);
    void merge(const Report &);
};

// In code an unquoted value is a variable, in prose a word.
enum class TextKind : uint8_t { Prose, Code };

// Texts lie in texts: JSON in a parameter of a URL in JSON. From this depth on they are prose.
inline constexpr int depthMax = 5;

class Masker
{
public:
    // `seen` gets the secrets that are hidden; it may be null and must outlive the masker.
    explicit Masker(Key key, Rules rules = {}, SeenSecrets *seen = nullptr);

    // "masked-9f3c27b1" for a secret; the same for the same bytes.
    std::string tag(std::string_view secret) const;
    // The tag of a secret, which is reported and remembered. `sure`: its name says that it is one.
    std::string hide(std::string_view secret, std::string_view where, std::string_view name, Report &, bool sure = true) const;
    Weight weight(std::string_view name, Place) const;
    bool secretHeader(std::string_view name) const;

    // A header's value. A scheme ("Bearer"), cookie names and attributes stay.
    std::string header(std::string_view name, std::string_view value, Report &) const;
    // A cookie's value, by itself.
    std::string cookie(std::string_view name, std::string_view value, Report &) const;
    // A request target or URL: user information, path, query and fragment.
    std::string url(std::string_view, Report &, int depth = 0) const;
    std::string query(std::string_view, Report &) const;
    std::string form(std::string_view body, Report &) const;
    // One decoded parameter's value.
    std::string parameter(std::string_view name, std::string_view value, Report &) const;
    // Also for JSON lines and for JSON that is cut or broken.
    std::string json(std::string_view body, Report &, int depth = 0) const;
    std::string multipart(std::string_view body, std::string_view boundary, Report &) const;
    // A value whose name says nothing: JSON, a form or running text.
    std::string value(std::string_view, Report &, int depth = 0) const;
    // Running text: values given to secret names ("password": "x", PASS=x, <password>x</password>), URLs, and
    // secrets known by their form.
    std::string text(std::string_view, Report &, TextKind = TextKind::Prose, int depth = 0) const;
    // "Bearer abc": the scheme (RFC 9110 section 11.4) stays.
    std::string credentials(std::string_view value, std::string_view name, Report &) const;
    // Arguments of a program: URLs, headers, data, "--token X", "PASSWORD=x", also within a script.
    std::vector<std::string> commandLine(const std::vector<std::string> &, Report &) const;

private:
    std::string parameters(std::string_view, std::string_view where, Report &, int depth) const;
    std::string path(std::string_view, Report &, int depth) const;
    std::string userInformation(std::string_view, Report &) const;
    std::string cookies(std::string_view, Report &) const;
    std::string setCookie(std::string_view, Report &) const;
    std::string webSocketProtocols(std::string_view, Report &) const;

    Key m_key;
    Rules m_rules;
    SeenSecrets *m_seen;
};

// "a=1&b=2" and nothing else.
bool isForm(std::string_view text);

} // namespace masking
