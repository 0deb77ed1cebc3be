// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/resp_reader.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace protocols::redis {

namespace {

constexpr std::string_view kinds = "+-:$*_#,(!=%~>|";
constexpr int64_t bulkMax = int64_t(1) << 40;
constexpr int64_t elementsMax = int64_t(1) << 32;

std::optional<int64_t> number(std::string_view text)
{
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool isPrintable(char c) { return uint8_t(c) >= 0x20 && c != 0x7f; }

} // namespace

void RespReader::restart()
{
    m_state = State::Line;
    m_line.clear();
    m_bulk.clear();
    m_open.clear();
    m_left = 0;
}

RespReader::Status RespReader::read(std::span<const std::byte> data, size_t &used)
{
    used = 0;
    while (used < data.size()) {
        const char *at = reinterpret_cast<const char *>(data.data()) + used;
        const size_t left = data.size() - used;
        if (m_state == State::Bulk) {
            const size_t count = size_t(std::min<uint64_t>(m_left, left));
            if (m_bulk.size() < textMax && !m_holed)
                m_bulk.append(at, std::min(count, textMax - m_bulk.size()));
            used += count;
            m_left -= count;
            if (m_left == 0) {
                m_state = State::BulkEnd;
                m_left = 2;
            }
            continue;
        }
        if (m_state == State::BulkEnd) {
            ++used;
            if (*at != (m_left == 2 ? '\r' : '\n'))
                return Status::Malformed;
            if (--m_left > 0)
                continue;
            m_state = State::Line;
            m_token.text = m_bulk;
            return tokenEnd();
        }
        if (m_line.empty()) {
            m_bulk.clear();
            m_holed = false;
            const bool known = kinds.find(*at) != std::string_view::npos;
            if (!known && (!m_inlineAllowed || !m_open.empty() || !(isPrintable(*at) || *at == '\r' || *at == '\n'))) {
                ++used;
                return Status::Malformed;
            }
        }
        const auto *end = static_cast<const char *>(std::memchr(at, '\n', left));
        const size_t count = end ? size_t(end - at) + 1 : left;
        if (m_line.size() + count > textMax) {
            used += textMax - m_line.size() + 1 > count ? count : textMax - m_line.size() + 1;
            return Status::Malformed;
        }
        m_line.append(at, count);
        used += count;
        if (!end)
            continue;
        if (const Status status = lineEnd(); status != Status::More)
            return status;
    }
    return Status::More;
}

RespReader::Status RespReader::lineEnd()
{
    std::string kept = std::exchange(m_line, {});
    kept.pop_back();
    const bool carriageReturn = !kept.empty() && kept.back() == '\r';
    if (carriageReturn)
        kept.pop_back();
    m_token = {};
    m_token.depth = m_open.size();
    const char type = kept.empty() ? 'i' : kept[0];
    if (kinds.find(type) == std::string_view::npos) {
        m_bulk = kept;
        m_token.type = 'i';
        m_token.text = m_bulk;
        return std::all_of(kept.begin(), kept.end(), [](char c) { return isPrintable(c) || c == '\t'; }) ? tokenEnd()
                                                                                                      : Status::Malformed;
    }
    if (!carriageReturn)
        return Status::Malformed;
    m_token.type = type;
    m_bulk = kept.substr(1);
    m_token.text = m_bulk;
    switch (type) {
    case '+':
    case '-':
    case '(':
    case ',':
    case '#':
        return tokenEnd();
    case ':':
        return number(m_bulk) ? tokenEnd() : Status::Malformed;
    case '_':
        m_token.null = true;
        return tokenEnd();
    default:
        break;
    }
    const std::optional<int64_t> size = number(m_bulk);
    if (!size || *size < -1 || *size > bulkMax)
        return Status::Malformed;
    if (*size == -1) {
        m_token.null = true;
        m_token.text = {};
        return tokenEnd();
    }
    m_token.size = uint64_t(*size);
    m_bulk.clear();
    m_token.text = {};
    if (!m_token.aggregate()) {
        m_state = *size ? State::Bulk : State::BulkEnd;
        m_left = *size ? m_token.size : 2;
        return Status::More;
    }
    if (*size > elementsMax || m_open.size() >= depthMax)
        return Status::Malformed;
    if (type == '%' || type == '|')
        m_token.size *= 2;
    // An attribute precedes an element and is not one.
    if (type == '|' && !m_open.empty())
        ++m_open.back();
    if (m_token.size == 0)
        return tokenEnd();
    m_open.push_back(m_token.size);
    return Status::Token;
}

RespReader::Status RespReader::tokenEnd()
{
    m_token.closes = 0;
    while (!m_open.empty()) {
        if (--m_open.back() > 0)
            break;
        m_open.pop_back();
        ++m_token.closes;
    }
    return Status::Token;
}

bool RespReader::skip(uint64_t length)
{
    if (m_state != State::Bulk || length > m_left)
        return false;
    m_holed = true;
    m_left -= length;
    if (m_left == 0) {
        m_state = State::BulkEnd;
        m_left = 2;
    }
    return true;
}

} // namespace protocols::redis
