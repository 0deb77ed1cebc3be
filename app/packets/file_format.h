// SPDX-License-Identifier: GPL-3.0-or-later
// The formats of packet captures: records whose first bytes tell their size. No I/O: whoever reads the file hands them in.
#pragma once

#include "app/packets/packet.h"

#include <memory>
#include <optional>
#include <string_view>

namespace packets {

class FileFormat
{
public:
    // Receives what records hold; valid during the call.
    struct Sink {
        virtual void packet(const Packet &) = 0;
        // A key log (RFC 9850) that came with the packets.
        virtual void secrets(std::string_view keyLog) = 0;
        // The capturing program says that it lost this many packets.
        virtual void dropped(uint64_t packets) = 0;

    protected:
        ~Sink() = default;
    };
    static constexpr size_t recordMax = 64 << 20;
    static constexpr size_t startSize = 24;

    virtual ~FileFormat() = default;
    // How many bytes of a record tell its size.
    virtual size_t headSize() const = 0;
    // The whole size of the record that begins so, at least headSize() and at most recordMax. None: no record does.
    virtual std::optional<size_t> sizeOf(std::span<const std::byte> head) = 0;
    // Whether a record of this kind may hold secrets.
    virtual bool mayHoldSecrets(std::span<const std::byte> head) const = 0;
    // False: the file is damaged here.
    virtual bool take(std::span<const std::byte> record, Sink &) = 0;
};

// The format of a file that begins so, and how many bytes come before its first record. Null: none that is known.
struct Recognised {
    std::unique_ptr<FileFormat> format;
    size_t skip = 0;
};
Recognised recogniseFormat(std::span<const std::byte> start);

} // namespace packets
