// SPDX-License-Identifier: GPL-3.0-or-later
// How a gRPC call ended: grpc-status and grpc-message from its trailers.
// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md ("Status"), doc/statuscodes.md
#pragma once

#include "app/protocols/event.h"

#include <span>
#include <string>
#include <string_view>

namespace protocols::grpc {

// "NOT_FOUND"; empty for an unknown number.
std::string_view statusName(unsigned code);
// Decodes the percent-encoding of grpc-message; invalid escapes stay as they are.
std::string messageDecoded(std::string_view);

class Status
{
public:
    static constexpr size_t wordsMax = 4096;

    // Reads the status fields present; the last one wins.
    void take(std::span<const Field>);
    // The same from "name: value\r\n" lines.
    void take(std::string_view lines);
    bool seen() const { return m_seen; }
    Outcome outcome() const { return m_outcome; }
    // "5 NOT_FOUND: no such user", "0 OK"; says so if no status was seen.
    std::string words() const;

private:
    void status(std::string_view value, bool known);
    void take(std::string_view name, std::string_view value, bool known);

    bool m_seen = false;
    Outcome m_outcome = Outcome::Unknown;
    std::string m_status, m_message;
};

} // namespace protocols::grpc
