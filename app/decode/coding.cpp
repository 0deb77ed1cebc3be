// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/coding_stage.h"
#include "app/decode/compress_stage.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <string>

namespace decode {

namespace {

constexpr size_t codingsMax = 4;
constexpr size_t pieceBytes = 64 * 1024;

using Stage = CodingDecoder::Stage;

// gzip (RFC 1952) with any number of members; deflate (RFC 1950), and the bare RFC 1951 form that some servers send
// under that name.
class ZlibStage final : public Stage
{
public:
    explicit ZlibStage(bool gzip)
        : m_gzip(gzip)
    {
        if (gzip)
            start(15 + 16);
    }
    ~ZlibStage() override
    {
        if (m_started)
            inflateEnd(&m_stream);
    }

    Step step(std::span<const std::byte> in, std::span<std::byte> out) override
    {
        if (!m_started && !m_failed) {
            if (m_head.size() < 2) {
                m_head.push_back(uint8_t(in.front()));
                if (m_head.size() < 2)
                    return {1, 0, {}};
                const bool wrapped = (m_head[0] & 0x0f) == 8 && (m_head[0] << 8 | m_head[1]) % 31 == 0;
                start(wrapped ? 15 : -15);
                std::array<std::byte, 2> head{std::byte(m_head[0]), std::byte(m_head[1])};
                Step first = inflateSome(head, out);
                first.consumed = 1;
                return first;
            }
        }
        if (m_failed)
            return {0, 0, CodingError::NoMemory};
        if (m_ended) {
            // Anything after the last member that is not another member is padding; no member follows padding.
            m_padding = m_padding || !m_gzip || in.front() != std::byte(0x1f);
            if (m_padding)
                return {in.size(), 0, {}};
            inflateReset(&m_stream);
            m_ended = false;
        }
        return inflateSome(in, out);
    }
    bool atEnd() const override { return m_ended; }

private:
    void start(int windowBits)
    {
        m_started = inflateInit2(&m_stream, windowBits) == Z_OK;
        m_failed = !m_started;
    }
    Step inflateSome(std::span<const std::byte> in, std::span<std::byte> out)
    {
        const auto most = size_t(std::numeric_limits<uInt>::max());
        m_stream.next_in = const_cast<Bytef *>(reinterpret_cast<const Bytef *>(in.data()));
        m_stream.avail_in = uInt(std::min(in.size(), most));
        m_stream.next_out = reinterpret_cast<Bytef *>(out.data());
        m_stream.avail_out = uInt(out.size());
        const uInt offered = m_stream.avail_in;
        const int result = inflate(&m_stream, Z_NO_FLUSH);
        Step step{offered - m_stream.avail_in, out.size() - m_stream.avail_out, {}};
        if (result == Z_STREAM_END)
            m_ended = true;
        else if (result == Z_MEM_ERROR)
            step.error = CodingError::NoMemory;
        else if (result != Z_OK && result != Z_BUF_ERROR)
            step.error = CodingError::Malformed;
        return step;
    }

    z_stream m_stream{};
    std::vector<uint8_t> m_head;
    bool m_gzip, m_started = false, m_failed = false, m_ended = false, m_padding = false;
};

class BrotliStage final : public Stage
{
public:
    BrotliStage()
        : m_state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr))
    {
    }
    ~BrotliStage() override
    {
        if (m_state)
            BrotliDecoderDestroyInstance(m_state);
    }

    Step step(std::span<const std::byte> in, std::span<std::byte> out) override
    {
        if (!m_state)
            return {0, 0, CodingError::NoMemory};
        if (m_ended)
            return {in.size(), 0, {}};
        size_t inLeft = in.size();
        size_t outLeft = out.size();
        const auto *next = reinterpret_cast<const uint8_t *>(in.data());
        auto *target = reinterpret_cast<uint8_t *>(out.data());
        const auto result = BrotliDecoderDecompressStream(m_state, &inLeft, &next, &outLeft, &target, nullptr);
        Step step{in.size() - inLeft, out.size() - outLeft, {}};
        m_ended = result == BROTLI_DECODER_RESULT_SUCCESS;
        if (result == BROTLI_DECODER_RESULT_ERROR)
            step.error = CodingError::Malformed;
        return step;
    }
    bool atEnd() const override { return m_ended; }

private:
    BrotliDecoderState *m_state;
    bool m_ended = false;
};

// RFC 8878; its section 3.1.1.1.2 allows decoders to refuse large windows, and the library does.
class ZstdStage final : public Stage
{
public:
    ZstdStage()
        : m_stream(ZSTD_createDStream())
    {
    }
    ~ZstdStage() override { ZSTD_freeDStream(m_stream); }

    Step step(std::span<const std::byte> in, std::span<std::byte> out) override
    {
        if (!m_stream)
            return {0, 0, CodingError::NoMemory};
        if (m_head < headMax)
            in = in.first(std::min<size_t>(in.size(), 1));
        ZSTD_inBuffer input{in.data(), in.size(), 0};
        ZSTD_outBuffer output{out.data(), out.size(), 0};
        const size_t result = ZSTD_decompressStream(m_stream, &output, &input);
        Step step{input.pos, output.pos, {}};
        if (ZSTD_isError(result))
            step.error = CodingError::Malformed;
        else
            m_ended = result == 0;
        m_head = m_ended ? 0 : m_head + step.consumed;
        return step;
    }
    bool atEnd() const override { return m_ended; }

private:
    // A frame's header (RFC 8878, section 3.1.1.1) is fed byte by byte. Given more, the library would accept the
    // legacy formats, which are not content codings, and decode a frame complete in its input with any window size.
    static constexpr size_t headMax = 18;

    ZSTD_DStream *m_stream;
    size_t m_head = 0; // header bytes of the frame fed so far
    bool m_ended = false;
};

std::unique_ptr<Stage> makeStage(Coding coding)
{
    switch (coding) {
    case Coding::Gzip:
        return std::make_unique<ZlibStage>(true);
    case Coding::Deflate:
        return std::make_unique<ZlibStage>(false);
    case Coding::Brotli:
        return std::make_unique<BrotliStage>();
    case Coding::Compress:
        return std::make_unique<CompressStage>();
    case Coding::Zstd:
        break;
    }
    return std::make_unique<ZstdStage>();
}

} // namespace

std::expected<std::vector<Coding>, CodingError> parseCodings(std::string_view text)
{
    std::vector<Coding> codings;
    while (!text.empty()) {
        const size_t comma = text.find(',');
        std::string name;
        // A transfer coding may have parameters.
        for (char c : text.substr(0, std::min(comma, text.find(';')))) {
            if (c != ' ' && c != '\t')
                name += char(std::tolower(static_cast<unsigned char>(c)));
        }
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        if (name.empty() || name == "identity" || name == "none")
            continue;
        if (name == "gzip" || name == "x-gzip")
            codings.push_back(Coding::Gzip);
        else if (name == "deflate")
            codings.push_back(Coding::Deflate);
        else if (name == "compress" || name == "x-compress")
            codings.push_back(Coding::Compress);
        else if (name == "br")
            codings.push_back(Coding::Brotli);
        else if (name == "zstd")
            codings.push_back(Coding::Zstd);
        else
            return std::unexpected(CodingError::Unknown);
        if (codings.size() > codingsMax)
            return std::unexpected(CodingError::Unknown);
    }
    return codings;
}

CodingDecoder::CodingDecoder(std::span<const Coding> applied, const CodingLimits &limits)
    : m_limits(limits)
{
    for (size_t i = applied.size(); i-- > 0;)
        m_stages.push_back(makeStage(applied[i]));
}

CodingDecoder::~CodingDecoder() = default;
CodingDecoder::CodingDecoder(CodingDecoder &&) noexcept = default;
CodingDecoder &CodingDecoder::operator=(CodingDecoder &&) noexcept = default;

std::expected<void, CodingError> CodingDecoder::fail(CodingError error)
{
    m_error = error;
    return std::unexpected(error);
}

std::expected<void, CodingError> CodingDecoder::run(size_t index, std::span<const std::byte> input, std::vector<std::byte> &out)
{
    if (index == m_stages.size()) {
        const uint64_t room = m_limits.outputMax - m_out;
        const size_t taken = size_t(std::min<uint64_t>(room, input.size()));
        out.insert(out.end(), input.begin(), input.begin() + std::ptrdiff_t(taken));
        m_out += taken;
        return taken < input.size() ? fail(CodingError::TooLarge) : std::expected<void, CodingError>{};
    }
    Stage &stage = *m_stages[index];
    const auto room = std::make_unique_for_overwrite<std::byte[]>(pieceBytes);
    const std::span<std::byte> piece(room.get(), pieceBytes);
    // A full piece may mean that more output is pending although all input was consumed.
    bool more = false;
    while (!input.empty() || more) {
        const Stage::Step step = stage.step(input, piece);
        input = input.subspan(std::min(step.consumed, input.size()));
        stage.given += step.produced;
        if (step.produced > 0) {
            if (auto done = run(index + 1, {piece.data(), step.produced}, out); !done)
                return done;
        }
        if (step.error)
            return fail(*step.error);
        if (stage.given > m_limits.freeOutput && stage.given / m_limits.ratioMax > m_in)
            return fail(CodingError::TooDense);
        more = step.produced == piece.size() && !(input.empty() && stage.atEnd());
        if (step.consumed == 0 && step.produced == 0)
            break;
    }
    return {};
}

std::expected<void, CodingError> CodingDecoder::feed(std::span<const std::byte> input, std::vector<std::byte> &out)
{
    if (m_error)
        return std::unexpected(*m_error);
    m_in += input.size();
    return run(0, input, out);
}

std::expected<void, CodingError> CodingDecoder::finish()
{
    if (m_error)
        return std::unexpected(*m_error);
    if (m_in == 0)
        return {};
    for (const auto &stage : m_stages) {
        if (!stage->atEnd())
            return fail(CodingError::Truncated);
    }
    return {};
}

DecodedBody decodeBody(std::span<const std::byte> body, std::string_view contentEncoding, const CodingLimits &limits)
{
    const auto codings = parseCodings(contentEncoding);
    if (!codings)
        return {{body.begin(), body.end()}, codings.error()};
    CodingDecoder decoder(*codings, limits);
    DecodedBody result;
    auto done = decoder.feed(body, result.bytes);
    if (done)
        done = decoder.finish();
    if (!done)
        result.error = done.error();
    return result;
}

} // namespace decode
