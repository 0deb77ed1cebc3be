// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes the content and transfer codings of a body (RFC 9110 section 8.4, RFC 9112 section 7): gzip, deflate,
// compress, br, zstd, in any order. Incremental; what was decoded before an error is kept.
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
    Unknown,      // an unknown coding, or more than four in a row
    Malformed,    // not valid in this coding, from the point where output stops
    Truncated,    // the input ended inside the coded data
    TooLarge,     // more output than Limits::outputMax
    TooDense,     // disproportionate output: a decompression bomb
    NoMemory,
};

struct CodingLimits {
    uint64_t outputMax = uint64_t(4) << 30;
    // Maximum ratio of output to input. Deflate reaches 1,032 at most; brotli and zstd go far beyond that on
    // legitimate data of one repeated byte, so the first `freeOutput` bytes do not count.
    uint32_t ratioMax = 2'000;
    uint64_t freeOutput = uint64_t(256) << 20;
};

// "gzip, br" to codings in the order they were applied; identity is dropped.
std::expected<std::vector<Coding>, CodingError> parseCodings(std::string_view contentEncoding);

class CodingDecoder
{
public:
    explicit CodingDecoder(std::span<const Coding> applied, const CodingLimits & = {});
    ~CodingDecoder();
    CodingDecoder(CodingDecoder &&) noexcept;
    CodingDecoder &operator=(CodingDecoder &&) noexcept;

    // Appends what `input` decodes to. After an error nothing more is decoded, and the error persists.
    std::expected<void, CodingError> feed(std::span<const std::byte> input, std::vector<std::byte> &out);
    // No more input: Truncated unless every coding reached its end. An empty body is complete.
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

// A whole body at once. On an error, returns what was decoded before it; with an unknown coding, the body unchanged.
DecodedBody decodeBody(std::span<const std::byte> body, std::string_view contentEncoding, const CodingLimits & = {});

} // namespace decode
