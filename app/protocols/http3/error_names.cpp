// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/error_names.h"

#include <array>
#include <charconv>
#include <string_view>

namespace protocols::http3 {

namespace {

constexpr std::array<std::string_view, 17> http3Names = {
    "H3_NO_ERROR", "H3_GENERAL_PROTOCOL_ERROR", "H3_INTERNAL_ERROR", "H3_STREAM_CREATION_ERROR", "H3_CLOSED_CRITICAL_STREAM",
    "H3_FRAME_UNEXPECTED", "H3_FRAME_ERROR", "H3_EXCESSIVE_LOAD", "H3_ID_ERROR", "H3_SETTINGS_ERROR", "H3_MISSING_SETTINGS",
    "H3_REQUEST_REJECTED", "H3_REQUEST_CANCELLED", "H3_REQUEST_INCOMPLETE", "H3_MESSAGE_ERROR", "H3_CONNECT_ERROR", "H3_VERSION_FALLBACK",
};
constexpr std::array<std::string_view, 3> qpackNames = {
    "QPACK_DECOMPRESSION_FAILED", "QPACK_ENCODER_STREAM_ERROR", "QPACK_DECODER_STREAM_ERROR",
};
constexpr std::array<std::string_view, 17> transportNames = {
    "NO_ERROR", "INTERNAL_ERROR", "CONNECTION_REFUSED", "FLOW_CONTROL_ERROR", "STREAM_LIMIT_ERROR", "STREAM_STATE_ERROR",
    "FINAL_SIZE_ERROR", "FRAME_ENCODING_ERROR", "TRANSPORT_PARAMETER_ERROR", "CONNECTION_ID_LIMIT_ERROR", "PROTOCOL_VIOLATION",
    "INVALID_TOKEN", "APPLICATION_ERROR", "CRYPTO_BUFFER_EXCEEDED", "KEY_UPDATE_ERROR", "AEAD_LIMIT_REACHED", "NO_VIABLE_PATH",
};

std::string hexadecimal(uint64_t code)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), code, 16).ptr;
    return "0x" + std::string(digits.data(), end);
}

} // namespace

std::string errorName(uint64_t code)
{
    constexpr uint64_t qpackFirst = 0x200;
    if (code >= noError && code - noError < http3Names.size())
        return std::string(http3Names[code - noError]);
    if (code >= qpackFirst && code - qpackFirst < qpackNames.size())
        return std::string(qpackNames[code - qpackFirst]);
    return "code " + hexadecimal(code);
}

std::string transportErrorName(uint64_t code)
{
    // RFC 9001, section 4.8: an alert of TLS.
    constexpr uint64_t cryptoFirst = 0x100, cryptoLast = 0x1ff;
    if (code < transportNames.size())
        return std::string(transportNames[code]);
    if (code >= cryptoFirst && code <= cryptoLast)
        return "CRYPTO_ERROR, alert " + std::to_string(code - cryptoFirst);
    return "code " + hexadecimal(code);
}

} // namespace protocols::http3
