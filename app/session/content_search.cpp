// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/content_search.h"

#include "app/decode/body_pieces.h"
#include "app/exchange/head.h"
#include "app/exchange/item_coding.h"
#include "app/filter/node.h"

#include <string>
#include <string_view>
#include <vector>

namespace session {

namespace {

constexpr size_t headBytesMax = 4 * 1024 * 1024;
constexpr decode::CodingLimits limits { .outputMax = uint64_t(1) << 30 };

std::string_view asText(std::span<const std::byte> bytes)
{
    return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
}

std::vector<exchange::HeadField> fieldsOf(std::span<const base::Slice> slices, const base::BodySource &source, bool startLine)
{
    const auto bytes = source.read(slices, headBytesMax);
    if (!bytes)
        return {};
    return startLine ? exchange::parseHead(asText(*bytes)).fields : exchange::parseFields(asText(*bytes));
}

bool isInFields(const filter::Pattern &text, const std::vector<exchange::HeadField> &fields)
{
    for (const exchange::HeadField &field : fields)
        if (text.matches(field.name + ": " + field.value))
            return true;
    return false;
}

// Searches a byte stream that comes in pieces: a match begun at the end of a piece continues in the next.
class StreamSearch
{
public:
    explicit StreamSearch(const filter::Pattern &text) : m_text(text) {}

    bool isIn(std::span<const std::byte> piece)
    {
        m_window.insert(m_window.end(), piece.begin(), piece.end());
        if (m_text.matches(asText(m_window)))
            return true;
        const size_t kept = std::min(m_window.size(), m_text.text().size() - 1);
        m_window.erase(m_window.begin(), m_window.end() - ptrdiff_t(kept));
        return false;
    }

private:
    const filter::Pattern &m_text;
    std::vector<std::byte> m_window;
};

bool isInBytes(const filter::Pattern &text, std::span<const base::Slice> slices, std::string_view contentEncoding,
               const base::BodySource &source, const std::function<bool()> &stop)
{
    decode::BodyPieces pieces(source, slices, contentEncoding, limits);
    StreamSearch search(text);
    std::vector<std::byte> piece;
    while (!stop() && pieces.next(piece))
        if (search.isIn(piece))
            return true;
    return false;
}

bool isInBody(const filter::Pattern &text, const exchange::Message &message, const base::BodySource &source,
              const std::function<bool()> &stop)
{
    if (message.body.empty())
        return false;
    const bool asSent = message.contents == exchange::Contents::AsSent;
    const std::string coding = asSent ? exchange::bodyCodings(fieldsOf(message.head, source, true)) : std::string();
    return isInBytes(text, message.body, coding, source, stop);
}

} // namespace

bool holdsText(const filter::Term &term, const exchange::Exchange &exchange, const exchange::ItemList &items,
               const base::BodySource &source, const std::function<bool()> &stop)
{
    const filter::Pattern &text = term.pattern;
    for (const exchange::Message *message : { &exchange.request, &exchange.response }) {
        const bool found = term.field == filter::Field::Header
            ? isInFields(text, fieldsOf(message->head, source, true)) || isInFields(text, fieldsOf(message->trailers, source, false))
            : isInBody(text, *message, source, stop);
        if (found)
            return true;
    }
    if (term.field == filter::Field::Header)
        return false;
    bool found = false;
    items.forEach([&](const exchange::Item &item) {
        found = found || (item.kind == protocols::ItemKind::Message && text.matches(item.label)) || isInBytes(text, item.slices, exchange::codingName(item.coding), source, stop);
    });
    return found;
}

bool DirectLookup::holds(const filter::Term &term, base::ExchangeId id)
{
    return holdsText(term, m_store.exchange(id), m_store.items(id), m_bodies, [] { return false; });
}

} // namespace session
