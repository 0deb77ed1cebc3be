// SPDX-License-Identifier: GPL-3.0-or-later
// BSON (bsonspec.org, version 1.1), read in place, and written as relaxed Extended JSON version 2, like MongoDB's own
// tools.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace protocols::mongodb {

struct Element {
    uint8_t type = 0;
    std::string_view name;
    std::string_view value;   // without type and name
};

// Walks the elements of a document. A truncated one ends with its last whole element, or with the beginning of the
// nested document or array that is cut; a malformed one ends before the bad element.
class Document
{
public:
    // Begins with the document's length; may be longer or shorter than that.
    explicit Document(std::string_view bytes);
    bool next(Element &);
    // All elements up to the document's end were there.
    bool whole() const { return m_whole; }
    // The length field, which includes its own four bytes; 0: fewer bytes than a document needs.
    size_t size() const { return m_size; }
    // Bytes after the elements already returned, including missing ones but not the closing zero.
    size_t left() const { return m_whole || m_rest.size() + m_missing == 0 ? 0 : m_rest.size() + m_missing - 1; }

private:
    std::string_view m_rest;
    size_t m_size = 0;
    size_t m_missing = 0;     // bytes counted by the length field but not here
    bool m_ended = false;
    bool m_whole = false;
};

std::optional<Element> find(std::string_view document, std::string_view name);
// For string elements; nullopt for any other type.
std::optional<std::string_view> textOf(const std::optional<Element> &);
// For double, int32, int64 and boolean.
std::optional<double> numberOf(const std::optional<Element> &);

// Appends up to about `max` bytes. False if the document is cut or malformed, nests deeper than BSON's own limit of
// 100, or its text exceeds `max`: the result is still JSON, and a last member "…" states how many bytes are left out.
bool appendJson(std::string &json, std::string_view document, size_t max, bool array = false);

} // namespace protocols::mongodb
