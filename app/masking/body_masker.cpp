// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/body_masker.h"

#include "app/decode/multipart.h"
#include "app/exchange/head.h"

#include <algorithm>

namespace masking {

// Masks pair by pair. If a pair is too long to keep, the name decides; a value not under a secret name is text.
class FormMasker
{
public:
    FormMasker(const Masker &masker, Report &report)
        : m_masker(masker)
        , m_report(report)
        , m_rest(masker, report, TextKind::Prose)
    {
    }

    void feed(std::string_view text, std::string &out)
    {
        while (!text.empty()) {
            const size_t end = std::min(text.find('&'), text.size());
            take(text.substr(0, end), out);
            if (end == text.size())
                return;
            endPair(out);
            out += '&';
            text.remove_prefix(end + 1);
        }
    }
    void finish(std::string &out) { endPair(out); }

private:
    static constexpr size_t pairMax = 64 * 1024;
    enum class Long : uint8_t { No, Open, Secret };

    void take(std::string_view piece, std::string &out)
    {
        if (m_long == Long::Open)
            return m_rest.feed(piece, out);
        // A secret is tagged by its beginning.
        m_pair += m_long == Long::Secret ? std::string_view() : piece;
        if (m_long == Long::Secret || m_pair.size() <= pairMax)
            return;
        const size_t equals = m_pair.find('=');
        m_name = exchange::percentDecoded(std::string_view(m_pair).substr(0, std::min(equals, pairMax)), true);
        const bool secret = equals != std::string::npos && m_masker.weight(m_name, Place::Parameter) != Weight::None && !m_masker.keeps("form", m_name);
        m_long = secret ? Long::Secret : Long::Open;
        if (secret) {
            out += std::string_view(m_pair).substr(0, equals + 1);
            m_pair = m_pair.substr(equals + 1, pairMax - std::min(pairMax, equals + 1));
        } else {
            m_rest.feed(m_pair, out);
            m_pair.clear();
        }
    }
    void endPair(std::string &out)
    {
        if (m_long == Long::Secret)
            out += m_masker.hide(m_pair, "form", m_name, m_report);
        else if (m_long == Long::Open)
            m_rest.finish(out);
        else
            out += m_masker.form(m_pair, m_report);
        m_pair.clear();
        m_long = Long::No;
    }

    const Masker &m_masker;
    Report &m_report;
    TextStream m_rest;
    std::string m_pair, m_name;
    Long m_long = Long::No;
};

// Splits at the delimiters (RFC 2046 section 5.1.1); holds back only what may be part of one, and the header of a
// part.
class MultipartMasker
{
public:
    MultipartMasker(const Masker &masker, std::string_view boundary, Report &report)
        : m_masker(masker)
        , m_report(report)
        , m_text(masker, report, TextKind::Prose)
        , m_delimiter("--" + std::string(boundary))
    {
    }

    void feed(std::string_view text, std::string &out)
    {
        m_held += text;
        size_t at = 0;
        while (m_inHead ? takeHead(at, out) : takeContent(at, out))
            continue;
        m_held.erase(0, at);
    }
    void finish(std::string &out)
    {
        if (m_inHead)
            out += m_held;
        else
            content(m_held, out);
        endContent(out);
        m_held.clear();
    }

private:
    static constexpr size_t headMax = 64 * 1024;
    static constexpr size_t lineMax = 1024;

    // False: more bytes are needed.
    bool takeContent(size_t &at, std::string &out)
    {
        const std::string_view held = std::string_view(m_held).substr(at);
        size_t found = held.find(m_delimiter);
        while (found != std::string_view::npos && !(found > 0 ? held[found - 1] == '\n' : m_lineStart))
            found = held.find(m_delimiter, found + 1);
        if (found == std::string_view::npos) {
            // The end of this piece may split a delimiter and the line break before it.
            const size_t keep = std::min(held.size(), m_delimiter.size() + 2);
            pass(held.substr(0, held.size() - keep), at, out);
            return false;
        }
        const size_t lineEnd = held.find('\n', found);
        if (lineEnd == std::string_view::npos) {
            if (held.size() - found < lineMax)
                return false;
            pass(held.substr(0, found + m_delimiter.size()), at, out);
            return true;
        }
        std::string_view before = held.substr(0, found);
        const size_t breakLength = before.ends_with("\r\n") ? 2 : before.ends_with('\n') ? 1 : 0;
        before.remove_suffix(breakLength);
        content(before, out);
        endContent(out);
        out += held.substr(before.size(), lineEnd + 1 - before.size());
        at += lineEnd + 1;
        m_inHead = !held.substr(found + m_delimiter.size()).starts_with("--");
        m_lineStart = true;
        return true;
    }
    bool takeHead(size_t &at, std::string &out)
    {
        const std::string_view held = std::string_view(m_held).substr(at);
        size_t end = std::string_view::npos;
        if (held.starts_with("\r\n"))
            end = 2;
        else if (held.starts_with('\n'))
            end = 1;
        else if (const size_t crlf = held.find("\r\n\r\n"), lf = held.find("\n\n"); std::min(crlf, lf) != std::string_view::npos)
            end = crlf < lf ? crlf + 4 : lf + 2;
        if (end == std::string_view::npos) {
            if (held.size() < headMax)
                return false;
            end = 0;
        }
        beginPart(held.substr(0, end));
        out += held.substr(0, end);
        at += end;
        m_inHead = false;
        m_lineStart = end > 0;
        return true;
    }
    void pass(std::string_view bytes, size_t &at, std::string &out)
    {
        if (bytes.empty())
            return;
        content(bytes, out);
        m_lineStart = bytes.back() == '\n';
        at += bytes.size();
    }
    void beginPart(std::string_view head)
    {
        const std::string alone = "--x\r\n" + std::string(head);
        const std::vector<decode::Part> parts = decode::splitMultipart(alone, "x", 1);
        m_weight = Weight::None;
        m_contents.clear();
        m_binary = m_large = false;
        if (parts.empty())
            return;
        m_name = parts.front().name;
        m_weight = m_masker.keeps("form", m_name) ? Weight::None : m_masker.weight(m_name, Place::Parameter);
    }
    // A value is masked as a whole; a file too large for that is masked as text, unless it is binary.
    void content(std::string_view bytes, std::string &out)
    {
        if (m_weight != Weight::None) {
            m_contents += bytes.substr(0, contentsMax - std::min(contentsMax, m_contents.size()));
        } else if (m_large) {
            passLarge(bytes, out);
        } else {
            m_contents += bytes;
            if (m_contents.size() <= contentsMax)
                return;
            m_large = true;
            // Only the beginning decides, so that the result does not depend on how the body is split.
            m_binary = std::string_view(m_contents).substr(0, contentsMax).find('\0') != std::string_view::npos;
            passLarge(m_contents, out);
            m_contents.clear();
        }
    }
    void passLarge(std::string_view bytes, std::string &out)
    {
        if (m_binary)
            out += bytes;
        else
            m_text.feed(bytes, out);
    }
    void endContent(std::string &out)
    {
        if (m_large)
            m_text.finish(out);
        else if (isSecretValue(m_weight, Place::Parameter, m_contents))
            out += m_masker.hide(m_contents, "form", m_name, m_report);
        else if (m_contents.find('\0') != std::string::npos)
            out += m_contents;
        else
            out += m_masker.value(m_contents, m_report);
        m_weight = Weight::None;
        m_contents.clear();
        m_large = false;
    }

    static constexpr size_t contentsMax = windowMax;

    const Masker &m_masker;
    Report &m_report;
    TextStream m_text;
    const std::string m_delimiter;
    std::string m_held, m_name, m_contents;
    bool m_inHead = false, m_lineStart = true;
    bool m_large = false, m_binary = false;   // the contents exceed what is kept; they are not text
    Weight m_weight = Weight::None;
};

BodyMasker::BodyMasker(const Masker &masker, BodyKind kind, std::string_view boundary, Report &report)
{
    if (kind == BodyKind::Json)
        m_json = std::make_unique<JsonMasker>(masker, report);
    else if (kind == BodyKind::Form)
        m_form = std::make_unique<FormMasker>(masker, report);
    else if (kind == BodyKind::Multipart)
        m_multipart = std::make_unique<MultipartMasker>(masker, boundary, report);
    else if (kind == BodyKind::Table)
        m_table = std::make_unique<TableMasker>(masker, report);
    else if (kind != BodyKind::Other)
        m_text = std::make_unique<TextStream>(masker, report, kind == BodyKind::Code ? TextKind::Code : TextKind::Prose);
}

BodyMasker::~BodyMasker() = default;

void BodyMasker::feed(std::string_view text, std::string &out)
{
    if (m_json)
        m_json->feed(text, out);
    else if (m_form)
        m_form->feed(text, out);
    else if (m_multipart)
        m_multipart->feed(text, out);
    else if (m_table)
        m_table->feed(text, out);
    else if (m_text)
        m_text->feed(text, out);
    else
        out += text;
}

void BodyMasker::finish(std::string &out)
{
    if (m_json)
        m_json->finish(out);
    else if (m_form)
        m_form->finish(out);
    else if (m_multipart)
        m_multipart->finish(out);
    else if (m_table)
        m_table->finish(out);
    else if (m_text)
        m_text->finish(out);
}

} // namespace masking
