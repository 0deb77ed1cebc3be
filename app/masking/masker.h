// SPDX-License-Identifier: GPL-3.0-or-later
// Hides what is secret in parsed places: headers, cookies, queries, form, multipart and JSON bodies,
// command lines. A secret becomes "masked-" and a short tag made with a key, so that the same secret
// can be followed through one export and cannot be guessed from it. Everything else stays as it was.
#pragma once

#include "app/masking/secret_names.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace masking {

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

class Masker
{
public:
    explicit Masker(Key key, Rules rules = {});

    // "masked-9f3c27b1" for a secret; the same for the same bytes.
    std::string tag(std::string_view secret) const;
    const Key &key() const { return m_key; }
    Weight weight(std::string_view name, Place) const;
    bool secretHeader(std::string_view name) const;

    // A header's value. A scheme ("Bearer"), cookie names and attributes stay; in a Location or
    // Referer only the URL's secrets go.
    std::string header(std::string_view name, std::string_view value, Report &) const;
    // A cookie's value, by itself.
    std::string cookie(std::string_view name, std::string_view value, Report &) const;
    // A request target or URL: user information, query and fragment.
    std::string url(std::string_view, Report &) const;
    std::string query(std::string_view, Report &) const;
    std::string form(std::string_view body, Report &) const;
    // One decoded parameter's value.
    std::string parameter(std::string_view name, std::string_view value, Report &) const;
    // Also for JSON lines and for JSON that is cut or broken.
    std::string json(std::string_view body, Report &) const;
    std::string multipart(std::string_view body, std::string_view boundary, Report &) const;
    // Arguments of a program: URLs, headers, data, "--token X", "PASSWORD=x", also within a script.
    std::vector<std::string> commandLine(const std::vector<std::string> &, Report &) const;

private:
    std::string parameters(std::string_view, std::string_view where, Report &) const;
    std::string pathParameters(std::string_view, Report &) const;
    std::string cookies(std::string_view, Report &) const;
    std::string setCookie(std::string_view, Report &) const;
    std::string credentials(std::string_view, Report &) const;

    Key m_key;
    Rules m_rules;
};

} // namespace masking
