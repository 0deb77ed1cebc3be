// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/spoken.h"

#include "app/decode/body_pieces.h"
#include "app/exchange/head.h"
#include "app/exchange/item_coding.h"

#include <algorithm>
#include <utility>

namespace llm {

namespace {

std::string decoded(const base::BodySource &source, std::span<const base::Slice> slices, std::string_view coding, size_t most)
{
    std::string text;
    decode::BodyPieces pieces(source, slices, coding, {.outputMax = most});
    std::vector<std::byte> piece;
    while (text.size() < most && pieces.next(piece))
        text.append(reinterpret_cast<const char *>(piece.data()), std::min(piece.size(), most - text.size()));
    return text;
}

std::string requestCodings(const exchange::Exchange &exchange, const base::BodySource &source)
{
    constexpr size_t headMax = size_t(256) << 10;
    const auto bytes = source.read(exchange.request.head, headMax);
    return bytes ? exchange::bodyCodings(exchange::parseHead(*bytes).fields) : std::string();
}

} // namespace

bool isPiece(const exchange::Item &item)
{
    return item.half == protocols::Half::Response && (item.kind == protocols::ItemKind::Event || item.kind == protocols::ItemKind::Record);
}

Spoken readSpoken(const exchange::Exchange &exchange, const exchange::ItemList &items, const base::BodySource &source)
{
    Spoken spoken{.dialect = exchange.dialect, .target = exchange.path, .request = {}, .answer = {}, .requestEnd = exchange.request.end};
    const bool plain = exchange.request.contents != exchange::Contents::AsSent;
    spoken.request = decoded(source, exchange.request.body, plain ? std::string() : requestCodings(exchange, source), spokenMax);
    size_t room = spokenMax;
    items.forEach([&](const exchange::Item &item) {
        if (!isPiece(item) || room == 0)
            return;
        std::string json = decoded(source, item.slices, exchange::codingName(item.coding), room);
        room -= std::min(room, json.size());
        spoken.answer.push_back({std::move(json), item.end});
    });
    spoken.streamed = !spoken.answer.empty();
    if (!spoken.streamed) {
        const bool asSent = exchange.response.contents == exchange::Contents::AsSent;
        spoken.answer.push_back({decoded(source, exchange.response.body, asSent ? exchange.contentEncoding : std::string(), spokenMax), 0});
    }
    return spoken;
}

} // namespace llm
