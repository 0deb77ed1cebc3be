// SPDX-License-Identifier: GPL-3.0-or-later
// Writes one body as JSON text or base64: reads it, decodes content codings, converts to UTF-8, masks secrets. Two
// passes in constant memory: the first determines what it is.
#pragma once

#include "app/base/body_source.h"
#include "app/decode/coding.h"
#include "app/decode/format.h"
#include "app/exchange/exchange.h"
#include "app/decode/json_writer.h"
#include "app/masking/body_masker.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exporters {

struct BodyInput {
    std::span<const base::Slice> slices;
    std::string_view contentEncoding, media, charset, boundary;
    exchange::Contents contents = exchange::Contents::AsSent;
    bool mayHaveCharset = true;          // false: text is UTF-8, everything else is bytes
    bool gaps = false;                   // bytes are missing inside it
    bool beyondLimit = false;            // of those, bytes beyond the capture's limit
    uint64_t max = UINT64_MAX;           // decoded bytes
};

class BodyWriter
{
public:
    // `masker` null: nothing is masked. All arguments must outlive it.
    BodyWriter(const BodyInput &, const base::BodySource &, const masking::Masker *masker, masking::Report &);

    uint64_t decodedSize() const { return m_size; }
    bool coded() const { return !m_codings.empty(); }
    bool readFailed() const { return m_readFailed; }
    bool isText() const { return m_text; }
    // Why it is incomplete or absent; empty if it is complete.
    const std::string &comment() const { return m_comment; }
    // False: it must not be shown, because it could not be searched for secrets.
    bool showable() const { return m_showable; }
    masking::BodyKind kind() const { return m_kind; }
    // The body as a JSON string: text, or base64 if it is not text.
    void write(decode::JsonWriter &);
    // Always base64; text is masked first.
    void writeBase64(decode::JsonWriter &);
    // The masked text itself; for small bodies with isText().
    std::string text();
    // Its bytes in pieces: of text in UTF-8 and masked, else as they are.
    void produce(const std::function<void(std::string_view)> &);

private:
    using Take = std::function<void(std::span<const std::byte>)>;
    void forEach(const Take &);
    bool feed(decode::CodingDecoder &, std::span<const std::byte>, uint64_t &room, const Take &);
    void inspect();
    void search();
    void judge(std::span<const std::byte> first);

    BodyInput m_input;
    const base::BodySource &m_source;
    const masking::Masker *m_masker;
    masking::Report &m_report;
    std::vector<decode::Coding> m_codings;
    std::optional<decode::CodingError> m_codingError;
    std::string m_charset, m_boundary;
    masking::BodyKind m_kind = masking::BodyKind::Other;
    decode::Format m_format = decode::Format::Empty;
    uint64_t m_size = 0;
    bool m_text = true, m_readFailed = false, m_showable = true, m_limited = false;
    std::string m_comment;
    std::vector<std::byte> m_kept;       // a small body as a whole, decoded
    bool m_isKept = false;
};

} // namespace exporters
