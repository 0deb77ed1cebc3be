// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_reader.h"

#include "app/exporters/har_document.h"
#include "app/exporters/har_walker.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

#include <cstddef>
#include <iterator>

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

// Iterates over the document's characters, for the library's parser.
class Characters
{
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = char;

    struct State {
        HarDocument &document;
        std::string text = {};
        size_t at = 0;
        bool ended = false;

        bool atEnd()
        {
            while (!ended && at == text.size()) {
                at = 0;
                ended = !document.next(text);
            }
            return ended;
        }
    };

    Characters() = default;
    explicit Characters(State &state)
        : m_state(&state)
    {
    }
    char operator*() const { return m_state->text[m_state->at]; }
    Characters &operator++()
    {
        ++m_state->at;
        return *this;
    }
    Characters operator++(int) { return ++*this; }
    // Only ever compared with the end.
    bool operator==(const Characters &) const { return !m_state || m_state->atEnd(); }
    bool operator!=(const Characters &other) const { return !(*this == other); }

private:
    State *m_state = nullptr;
};

// What may follow the document: the end of a call, and blanks.
bool endsThere(Characters::State &state)
{
    for (; !state.atEnd(); ++state.at) {
        if (std::string_view(" \t\r\n);\0", 7).find(state.text[state.at]) == std::string_view::npos)
            return false;
    }
    return true;
}

std::expected<HarFile, HarReadError> walk(HarBytes &bytes, const HarLimits &limits)
{
    if (bytes.size() > limits.fileMax)
        return std::unexpected(HarReadError{HarError::TooLarge, 0, 0});
    HarDocument document(bytes, limits.fileMax);
    Characters::State state{document};
    HarCapture capture;
    HarWalker walker(capture, limits);
    constexpr bool strict = false;
    const bool whole = json::sax_parse(Characters(state), Characters(), &walker, json::input_format_t::json, strict) && endsThere(state);
    if (bytes.error())
        return std::unexpected(HarReadError{HarError::File, bytes.error(), 0});
    if (walker.tooLarge() || document.tooLarge())
        return std::unexpected(HarReadError{HarError::TooLarge, 0, walker.position()});
    if (!whole)
        return std::unexpected(HarReadError{HarError::NotJson, 0, walker.position()});
    if (!walker.foundEntries())
        return std::unexpected(HarReadError{HarError::NotHar, 0, 0});
    HarFile file = capture.take();
    file.replaced = document.replaced();
    file.comment = text(walker.log(), "comment");
    appendJson(walker.log(), file.log);
    return file;
}

} // namespace

std::expected<HarFile, HarReadError> readHar(const std::string &path, const HarLimits &limits)
{
    FileBytes bytes(path.c_str());
    if (bytes.error())
        return std::unexpected(HarReadError{HarError::File, bytes.error(), 0});
    return walk(bytes, limits);
}

std::expected<HarFile, HarReadError> parseHar(std::string_view text, const HarLimits &limits)
{
    TextBytes bytes(text);
    return walk(bytes, limits);
}

} // namespace exporters
