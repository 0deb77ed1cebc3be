// SPDX-License-Identifier: GPL-3.0-or-later
// Names and record data of DNS messages as text.
#pragma once

#include "app/protocols/byte_reader.h"
#include "app/protocols/dns/message.h"

namespace protocols::dns {

// Reads the name at the reader's position and moves past it; compression pointers (RFC 1035, section 4.1.4) may only
// point backwards. False if there is no valid name, or it is longer than 255 bytes.
bool readName(std::span<const std::byte> message, ByteReader &, std::string &name);

// The data of a record: `length` bytes at `at`.
void readData(std::span<const std::byte> message, size_t at, size_t length, Record &);

} // namespace protocols::dns
