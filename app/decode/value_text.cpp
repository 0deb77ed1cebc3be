// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/value_text.h"

#include "app/decode/base64.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace decode {

namespace {

constexpr size_t indentLevelsMax = 60;   // as in pretty.cpp
constexpr size_t hexMax = 64;            // longer bytes are base64

void appendHex(std::span<const std::byte> bytes, std::string &out)
{
    static constexpr std::string_view digits = "0123456789abcdef";
    for (const std::byte byte : bytes) {
        out += digits[size_t(byte) >> 4];
        out += digits[size_t(byte) & 15];
    }
}

} // namespace

std::string dateText(int64_t seconds, uint32_t nanoseconds)
{
    if (seconds < -62'135'596'800 || seconds > 253'402'300'799 || nanoseconds > 999'999'999)
        return {};
    const auto time = time_t(seconds);
    tm parts{};
    if (!gmtime_r(&time, &parts))
        return {};
    std::array<char, 64> text;
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
    std::string result = text.data();
    result.insert(0, result.size() < 19 ? 19 - result.size() : 0, '0'); // years before 1000
    if (nanoseconds) {
        std::snprintf(text.data(), text.size(), ".%09u", nanoseconds);
        result += text.data();
        result.erase(result.find_last_not_of('0') + 1);
    }
    return result + " UTC";
}

void ValueWriter::breakLine()
{
    m_text += '\n';
    m_text.append(std::min(m_levels.size(), indentLevelsMax) * 2, ' ');
}

void ValueWriter::begin()
{
    if (m_levels.empty()) {
        if (!m_text.empty())
            m_text += '\n'; // between documents
        return;
    }
    Level &level = m_levels.back();
    if (level.object && !level.keyNext) {
        m_text += ": ";
        return;
    }
    if (!level.empty)
        m_text += ',';
    level.empty = false;
    breakLine();
}

void ValueWriter::end(std::string_view comment)
{
    if (!comment.empty())
        m_text.append(" /* ").append(comment).append(" */");
    if (!m_levels.empty() && m_levels.back().object)
        m_levels.back().keyNext = !m_levels.back().keyNext;
}

void ValueWriter::scalar(std::string_view scalar, std::string_view comment)
{
    begin();
    ++m_values;
    m_text += scalar;
    end(comment);
}

void ValueWriter::string(std::span<const std::byte> utf8, std::string_view comment)
{
    begin();
    ++m_values;
    appendQuoted({reinterpret_cast<const char *>(utf8.data()), utf8.size()}, m_text);
    end(comment);
}

void ValueWriter::bytes(std::span<const std::byte> bytes, std::string_view comment)
{
    begin();
    ++m_values;
    std::string said = std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes");
    m_text += '"';
    if (bytes.size() <= hexMax) {
        appendHex(bytes, m_text);
        said += ", hex";
    } else {
        m_text += toBase64({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
        said += ", base64";
    }
    m_text += '"';
    end(comment.empty() ? said : std::string(comment) + ", " + said);
}

void ValueWriter::real(double value) { scalar(realText(value)); }
void ValueWriter::real(float value) { scalar(realText(value)); }

void ValueWriter::open(bool object, std::string_view comment)
{
    begin();
    if (!comment.empty())
        m_text.append("/* ").append(comment).append(" */ ");
    m_text += object ? '{' : '[';
    m_levels.push_back({object, object, true});
}

void ValueWriter::close()
{
    const Level level = m_levels.back();
    m_levels.pop_back();
    if (!level.empty)
        breakLine();
    m_text += level.object ? '}' : ']';
    end({});
}

} // namespace decode
