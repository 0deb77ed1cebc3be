// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of a stream, both directions in order of arrival, waiting for whoever will read them.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"
#include "app/base/slice.h"
#include "app/base/time.h"

#include <vector>

namespace session {

struct HeldPiece {
    base::Direction direction;
    std::vector<std::byte> data;   // empty: a gap
    uint64_t filePosition;
    uint64_t gap;
    base::Time time;
    base::ProcessId process = base::noId;   // that sent or received it
    uint32_t tid = 0;

    base::Bytes bytes() const { return {data, filePosition}; }
};

class HeldPieces
{
public:
    void add(HeldPiece &&piece)
    {
        m_bytes += piece.data.size();
        m_pieces.push_back(std::move(piece));
    }
    bool empty() const { return m_pieces.empty(); }
    size_t count() const { return m_pieces.size(); }
    size_t bytes() const { return m_bytes; }
    const HeldPiece &front() const { return m_pieces.front(); }
    const HeldPiece &back() const { return m_pieces.back(); }
    auto begin() const { return m_pieces.begin(); }
    auto end() const { return m_pieces.end(); }
    void clear()
    {
        m_pieces.clear();
        m_bytes = 0;
    }
    // The first bytes of a direction, without gaps.
    std::vector<std::byte> first(base::Direction direction, size_t most) const
    {
        std::vector<std::byte> bytes;
        for (const HeldPiece &piece : m_pieces) {
            if (piece.direction != direction || piece.gap || bytes.size() >= most)
                continue;
            bytes.insert(bytes.end(), piece.data.begin(), piece.data.end());
        }
        return bytes;
    }

private:
    std::vector<HeldPiece> m_pieces;
    size_t m_bytes = 0;
};

} // namespace session
