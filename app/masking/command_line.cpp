// SPDX-License-Identifier: GPL-3.0-or-later
// Programs receive secrets as arguments, and an exchange's process is exported with its command line.
#include "app/masking/masker.h"
#include "app/masking/program_options.h"

#include <algorithm>

namespace masking {

namespace {

constexpr int scriptsMax = 3;     // nesting, as in `sh -c "sudo sh -c …"`

bool isName(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c == '-' || c == '_' || c == '.' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    });
}

// Whether another command begins: `a -p x && b`.
bool endsCommand(std::string_view word)
{
    return word == ";" || word == "|" || word == "||" || word == "&&" || word == "&" || word == ")";
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
        OptionKind next = OptionKind::Plain;
        std::string_view program;
        for (const std::string &argument : arguments) {
            out.push_back(next == OptionKind::Plain ? free(program, argument, depth) : value(next, argument));
            next = next == OptionKind::Plain ? expected(program, argument) : OptionKind::Plain;
            if (endsCommand(argument))
                program = {};
            else if (argument == "login" && !program.empty())
                program = "login";
            else if (const std::string_view known = argument.starts_with('-') ? std::string_view() : secretProgram(argument); !known.empty())
                program = known;
        }
        return out;
    }

private:
    // The meaning of the next argument.
    OptionKind expected(std::string_view program, std::string_view argument) const
    {
        if (argument.find('=') != std::string_view::npos)
            return OptionKind::Plain;
        const OptionKind kind = optionKind(program, argument);
        // The password of mysql and 7z is attached to the option, or prompted for.
        if (kind == OptionKind::Secret && argument.size() == 2 && (program == "mysql" || program == "7z" || program == "unrar"))
            return OptionKind::Plain;
        if (kind != OptionKind::Plain || argument.size() < 4 || argument[0] != '-')
            return kind;
        const std::string_view name = argument.substr(std::min(argument.find_first_not_of('-'), argument.size()));
        return isName(name) && name.size() > 2 && m_masker.weight(name, Place::JsonKey) >= Weight::Value ? OptionKind::Secret : OptionKind::Plain;
    }

    std::string value(OptionKind kind, const std::string &text)
    {
        if (text.size() > 1 && (text[0] == '\'' || text[0] == '"') && text.back() == text[0])
            return text[0] + value(kind, text.substr(1, text.size() - 2)) + text[0];
        switch (kind) {
        case OptionKind::Header:
            return header(text);
        case OptionKind::Cookie:
            return text.find('=') == std::string::npos ? text : m_masker.header("Cookie", text, m_report);
        case OptionKind::Data:
            return m_masker.value(text, m_report);
        case OptionKind::User: {
            const size_t mark = text.find_first_of(":%,");
            return mark == std::string::npos ? text : text.substr(0, mark + 1) + secret(text.substr(mark + 1));
        }
        case OptionKind::Url: {
            const size_t at = text.find("://") == std::string::npos ? text.rfind('@') : std::string::npos;
            return at == std::string::npos ? m_masker.url(text, m_report) : secret(text.substr(0, at)) + text.substr(at);
        }
        case OptionKind::Secret:
            return secret(text);
        case OptionKind::Plain:
            break;
        }
        return text;
    }

    std::string secret(const std::string &text)
    {
        if (text.empty())
            return text;
        // openssl: "pass:x", "env:NAME", "file:path"
        if (text.starts_with("pass:"))
            return "pass:" + secret(text.substr(5));
        if (text.starts_with("env:") || text.starts_with("file:"))
            return text;
        return m_masker.hide(text, "", "command line", m_report);
    }

    std::string header(const std::string &text)
    {
        const size_t colon = text.find(':');
        if (colon == std::string::npos)
            return text;
        const size_t begin = std::min(text.find_first_not_of(' ', colon + 1), text.size());
        return text.substr(0, begin) + m_masker.header(text.substr(0, colon), text.substr(begin), m_report);
    }

    OptionKind gluedKind(std::string_view program, std::string_view text) const
    {
        const bool option = text.size() > 2 && (text.starts_with("/p:") || (text[0] == '-' && text[1] != '-'));
        return option && takesGlued(program, text.substr(0, 2)) ? optionKind(program, text.substr(0, 2)) : OptionKind::Plain;
    }
    std::string glued(OptionKind kind, const std::string &text)
    {
        const size_t size = text.starts_with("/p:") ? 3 : 2;
        return text.substr(0, size) + value(kind, text.substr(size));
    }

    // An argument not announced by an option.
    std::string free(std::string_view program, const std::string &text, int depth)
    {
        const size_t equals = text.find('=');
        // Not the padding of Base64.
        const bool assigns = equals != std::string::npos && text.find_first_not_of('=', equals) != std::string::npos && isName(std::string_view(text).substr(0, equals));
        // "-url=…" is a Go-style option, not -u.
        if (const OptionKind kind = gluedKind(program, text); kind != OptionKind::Plain && (kind != OptionKind::User || !assigns))
            return glued(kind, text);
        const size_t colon = text.find(':');
        if (colon != std::string::npos && isName(std::string_view(text).substr(0, colon)) && m_masker.secretHeader(text.substr(0, colon)))
            return header(text);
        const std::string name = assigns ? text.substr(0, equals) : std::string();
        if (assigns) {
            const OptionKind kind = optionKind(program, name);
            if (kind != OptionKind::Plain)
                return name + "=" + value(kind, text.substr(equals + 1));
            // Shell variables.
            if (name != "PWD" && name != "OLDPWD" && m_masker.weight(name, Place::JsonKey) >= Weight::Value)
                return name + "=" + value(OptionKind::Secret, text.substr(equals + 1));
        }
        if (depth < scriptsMax && text.find_first_of(" \t\n") != std::string::npos)
            return script(text, depth);
        return assigns ? name + "=" + m_masker.value(text.substr(equals + 1), m_report) : m_masker.value(text, m_report);
    }

    // `sh -c "curl -H 'Authorization: …' …"`: masks its words, preserving everything between them; then the other
    // secrets in it as text.
    std::string script(std::string_view text, int depth)
    {
        std::vector<std::string> gaps, words;
        size_t at = 0;
        while (at < text.size()) {
            const size_t begin = std::min(text.find_first_not_of(" \t\n\r'\"", at), text.size());
            gaps.emplace_back(text.substr(at, begin - at));
            const char before = begin > at ? text[begin - 1] : ' ';
            const bool quoted = before == '\'' || before == '"';
            const size_t end = quoted ? std::min(text.find(before, begin), text.size()) : wordEnd(text, begin);
            words.emplace_back(text.substr(begin, end - begin));
            at = end;
            // `a; b` and `f(x)`: separate tokens.
            if (std::string &word = words.back(); !quoted && word.size() > 1 && (word.back() == ';' || word.back() == ')')) {
                gaps.emplace_back();
                std::string sign(1, word.back());
                word.pop_back();
                words.push_back(std::move(sign));
            }
        }
        const std::vector<std::string> masked = all(words, depth + 1);
        std::string out;
        for (size_t i = 0; i < masked.size(); ++i)
            out += gaps[i] + masked[i];
        return m_masker.text(out, m_report);
    }

    // A word that begins without a quote may have some inside: -p'x y'.
    static size_t wordEnd(std::string_view text, size_t at)
    {
        while (at < text.size() && std::string_view(" \t\n\r").find(text[at]) == std::string_view::npos) {
            const bool quote = text[at] == '\'' || text[at] == '"';
            const size_t close = quote ? text.find(text[at], at + 1) : std::string_view::npos;
            at = close == std::string_view::npos ? at + 1 : close + 1;
        }
        return at;
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
