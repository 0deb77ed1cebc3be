// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that are in no file, because their secrets are not masked yet: the newest, and those of exchanges in progress.
#pragma once

#include "app/base/body_source.h"
#include "app/base/derived_bytes.h"

#include <deque>
#include <utility>
#include <vector>

namespace masked {

class HeldBytes final : public base::BodySource, public base::DerivedBytes
{
public:
    // Streams and parsers may refer to bytes this old of which no exchange exists yet.
    static constexpr uint64_t newestKept = 32 << 20;
    static constexpr uint64_t heldMax = 512 << 20;      // then the oldest go, whoever needs them: they are left out

    HeldBytes() = default;
    HeldBytes(const HeldBytes &) = delete;
    ~HeldBytes() override;

    // Where they are, as if this were the capture file.
    uint64_t hold(std::span<const std::byte>);
    std::expected<base::Slice, int> append(std::span<const std::byte>) override;
    // ENODATA: they are gone.
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t limit) const override;
    // Where the next bytes will be: captured, derived.
    std::pair<uint64_t, uint64_t> ends() const { return {m_captured.end, m_derived.end}; }
    // Of those before `limits`, an earlier ends(), forgets all but the newest and those that a slice of `kept` lies in.
    void release(std::span<const base::Slice> kept, std::pair<uint64_t, uint64_t> limits);
    uint64_t size() const { return m_captured.held + m_derived.held; }

private:
    struct Block { uint64_t position; std::vector<std::byte> bytes; };
    struct Bytes {
        std::deque<Block> blocks;                       // by position
        uint64_t end = 0, held = 0;

        uint64_t add(std::span<const std::byte>);
        bool read(uint64_t position, size_t length, std::vector<std::byte> &out) const;
        void release(const std::vector<std::pair<uint64_t, uint64_t>> &kept, uint64_t limit);
    };
    // A TLS library's secret or a password is not to stay in freed memory.
    static void wipe(Block &);

    Bytes m_captured, m_derived;
};

} // namespace masked
