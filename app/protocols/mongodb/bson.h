// SPDX-License-Identifier: GPL-3.0-or-later
// BSON (bsonspec.org, version 1.1), read in place, and written as relaxed Extended JSON version 2, as MongoDB's own
// tools do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace protocols::mongodb {

struct Element {
    uint8_t type = 0;
    std::string_view name;
    std::string_view value;   // its bytes, without type and name
};

// Walks the elements of a document. One that is cut ends with its last whole element, or with the beginning of the
// document or array that the cut is in; a malformed one ends before what makes no sense.
class Document
{
public:
    // Starts with the document's length. May be longer, or shorter, than that.
    explicit Document(std::string_view bytes);
    bool next(Element &);
    // Every element up to the document's end was there.
    bool whole() const { return m_whole; }
    // What the length field says, its own four bytes among them; 0: less than a document is here.
    size_t size() const { return m_size; }
    // Bytes behind the elements that were given, the closing zero aside; those that are not here among them.
    size_t left() const { return m_whole || m_rest.size() + m_missing == 0 ? 0 : m_rest.size() + m_missing - 1; }

private:
    std::string_view m_rest;
    size_t m_size = 0;
    size_t m_missing = 0;     // bytes that the length field counts and that are not here
    bool m_ended = false;
    bool m_whole = false;
};

std::optional<Element> find(std::string_view document, std::string_view name);
// Of a string element; nothing for any other type.
std::optional<std::string_view> textOf(const std::optional<Element> &);
// Of a double, int32, int64 or boolean.
std::optional<double> numberOf(const std::optional<Element> &);

// Appends up to about `max` bytes. False where the document is cut or malformed, nests deeper than BSON's own limit
// of 100, or its text exceeds `max`: it stays JSON, and says with a last member "…" how many bytes are left out.
bool appendJson(std::string &json, std::string_view document, size_t max, bool array = false);

} // namespace protocols::mongodb
