// SPDX-License-Identifier: GPL-3.0-or-later
// Takes content and transfer codings off a body (RFC 9110 section 8.4, RFC 9112 section 7): gzip, deflate, compress, br,
// zstd, in any order.
// Works piece by piece; what could be decoded before an error stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace decode {

enum class Coding : uint8_t { Gzip, Deflate, Brotli, Zstd, Compress };

enum class CodingError : uint8_t {
    Unknown,      // a coding that is not known here, or more than four in a row
    Malformed,    // not what the coding says, from the point where output stops
    Truncated,    // the input ended inside the coded data
    TooLarge,     // more output than Limits::outputMax
    TooDense,     // output grew out of proportion to its input: a bomb
    NoMemory,
};

struct CodingLimits {
    uint64_t outputMax = uint64_t(4) << 30;
    // Output may be this many times the input. Deflate reaches 1,032 at most; brotli and zstd go
    // far beyond on honest data of one repeated byte, so the first `freeOutput` bytes do not count.
    uint32_t ratioMax = 2'000;
    uint64_t freeOutput = uint64_t(256) << 20;
};

// "gzip, br" to codings in the order they were applied; identity is left out.
std::expected<std::vector<Coding>, CodingError> parseCodings(std::string_view contentEncoding);

class CodingDecoder
{
public:
    explicit CodingDecoder(std::span<const Coding> applied, const CodingLimits & = {});
    ~CodingDecoder();
    CodingDecoder(CodingDecoder &&) noexcept;
    CodingDecoder &operator=(CodingDecoder &&) noexcept;

    // Appends what `input` decodes to. After an error nothing more comes, and the error stays.
    std::expected<void, CodingError> feed(std::span<const std::byte> input, std::vector<std::byte> &out);
    // No more input: Truncated unless every coding came to its end. An empty body is complete.
    std::expected<void, CodingError> finish();

    class Stage; // one coding

private:
    std::expected<void, CodingError> run(size_t stage, std::span<const std::byte> input, std::vector<std::byte> &out);
    std::expected<void, CodingError> fail(CodingError);

    std::vector<std::unique_ptr<Stage>> m_stages; // in the order of decoding
    CodingLimits m_limits;
    uint64_t m_in = 0, m_out = 0;
    std::optional<CodingError> m_error;
};

struct DecodedBody {
    std::vector<std::byte> bytes;
    std::optional<CodingError> error;
};

// A whole body at once. An error leaves what was decoded before it; an unknown coding leaves the
// body as it is.
DecodedBody decodeBody(std::span<const std::byte> body, std::string_view contentEncoding, const CodingLimits & = {});

} // namespace decode
