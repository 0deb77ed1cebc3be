// SPDX-License-Identifier: GPL-3.0-or-later
// Programs are given secrets as arguments; the process of an exchange is exported with them.
#include "app/masking/masker.h"

#include <algorithm>
#include <array>

namespace masking {

namespace {

enum class Kind : uint8_t { Plain, Header, Cookie, Data, User, Secret };

struct Option { std::string_view name; Kind kind; };
// Of curl, wget and their likes.
constexpr std::array<Option, 19> options{{
    {"-H", Kind::Header}, {"--header", Kind::Header}, {"--proxy-header", Kind::Header}, {"-b", Kind::Cookie}, {"--cookie", Kind::Cookie},
    {"-d", Kind::Data}, {"--data", Kind::Data}, {"--data-raw", Kind::Data}, {"--data-binary", Kind::Data}, {"--data-urlencode", Kind::Data},
    {"--json", Kind::Data}, {"--post-data", Kind::Data}, {"-F", Kind::Data}, {"--form", Kind::Data}, {"--form-string", Kind::Data},
    {"-u", Kind::User}, {"--user", Kind::User}, {"-U", Kind::User}, {"--proxy-user", Kind::User},
}};

Kind optionKind(std::string_view argument)
{
    for (const Option &option : options) {
        if (option.name == argument)
            return option.kind;
    }
    return Kind::Plain;
}

bool isName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    });
}

class Arguments
{
public:
    Arguments(const Masker &masker, Report &report)
        : m_masker(masker)
        , m_report(report)
    {
    }

    std::vector<std::string> all(const std::vector<std::string> &arguments, int depth)
    {
        std::vector<std::string> out;
        Kind next = Kind::Plain;
        for (const std::string &argument : arguments) {
            out.push_back(next == Kind::Plain ? free(argument, depth) : value(next, argument));
            next = next == Kind::Plain ? expected(argument) : Kind::Plain;
        }
        return out;
    }

private:
    // What the argument after this one will be.
    Kind expected(std::string_view argument) const
    {
        const Kind kind = optionKind(argument);
        if (kind != Kind::Plain || !argument.starts_with("--") || argument.find('=') != std::string_view::npos)
            return kind;
        return m_masker.weight(argument.substr(2), Place::JsonKey) == Weight::Strong ? Kind::Secret : Kind::Plain;
    }

    std::string value(Kind kind, const std::string &text)
    {
        switch (kind) {
        case Kind::Header:
            return header(text);
        case Kind::Cookie:
            return text.find('=') == std::string::npos ? text : m_masker.header("Cookie", text, m_report);
        case Kind::Data:
            return text.starts_with('{') || text.starts_with('[') ? m_masker.json(text, m_report) : m_masker.form(text, m_report);
        case Kind::User: {
            const size_t colon = text.find(':');
            return colon == std::string::npos ? text : text.substr(0, colon + 1) + secret(text.substr(colon + 1));
        }
        case Kind::Secret:
            return secret(text);
        case Kind::Plain:
            break;
        }
        return text;
    }

    std::string secret(const std::string &text)
    {
        if (text.empty())
            return text;
        m_report.add("", "command line");
        return m_masker.tag(text);
    }

    std::string header(const std::string &text)
    {
        const size_t colon = text.find(':');
        if (colon == std::string::npos)
            return text;
        const size_t begin = std::min(text.find_first_not_of(' ', colon + 1), text.size());
        return text.substr(0, begin) + m_masker.header(text.substr(0, colon), text.substr(begin), m_report);
    }

    // An argument that no option announced.
    std::string free(const std::string &text, int depth)
    {
        if (text.size() > 2 && text[0] == '-' && text[1] != '-') {
            if (const Kind kind = optionKind(text.substr(0, 2)); kind != Kind::Plain)
                return text.substr(0, 2) + value(kind, text.substr(2));
        }
        const size_t colon = text.find(':');
        if (colon != std::string::npos && isName(std::string_view(text).substr(0, colon)) && m_masker.secretHeader(text.substr(0, colon)))
            return header(text);
        const size_t equals = text.find('=');
        if (equals != std::string::npos && isName(std::string_view(text).substr(0, equals))) {
            const std::string name = text.substr(0, equals);
            const Kind kind = optionKind(name);
            if (kind != Kind::Plain)
                return name + "=" + value(kind, text.substr(equals + 1));
            if (m_masker.weight(name, Place::JsonKey) == Weight::Strong)
                return name + "=" + secret(text.substr(equals + 1));
        }
        if (depth < 3 && text.find_first_of(" \t\n") != std::string::npos)
            return script(text, depth);
        return text.find("://") != std::string::npos ? m_masker.url(text, m_report) : text;
    }

    // `sh -c "curl -H 'Authorization: …' …"`: its words, with all that stands between them kept.
    std::string script(std::string_view text, int depth)
    {
        std::vector<std::string> gaps, words;
        size_t at = 0;
        while (at < text.size()) {
            const size_t begin = std::min(text.find_first_not_of(" \t\n\r'\"", at), text.size());
            gaps.emplace_back(text.substr(at, begin - at));
            const char before = begin > at ? text[begin - 1] : ' ';
            const bool quoted = before == '\'' || before == '"';
            const size_t end = std::min(quoted ? text.find(before, begin) : text.find_first_of(" \t\n\r'\"", begin), text.size());
            words.emplace_back(text.substr(begin, end - begin));
            at = end;
        }
        const std::vector<std::string> masked = all(words, depth + 1);
        std::string out;
        for (size_t i = 0; i < masked.size(); ++i)
            out += gaps[i] + masked[i];
        return out;
    }

    const Masker &m_masker;
    Report &m_report;
};

} // namespace

std::vector<std::string> Masker::commandLine(const std::vector<std::string> &arguments, Report &report) const
{
    return Arguments(*this, report).all(arguments, 0);
}

} // namespace masking
