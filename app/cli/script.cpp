// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/script.h"

#include "app/cli/find_program.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>

namespace cli {

namespace {

namespace fs = std::filesystem;

constexpr size_t firstLineMax = 256;    // BINPRM_BUF_SIZE
constexpr size_t textMax = 64 * 1024;
constexpr size_t programsMax = 64;
constexpr size_t variablesMax = 64;
constexpr size_t valueMax = 512;
constexpr size_t letters = 2 * 26 + 10;
constexpr std::string_view pathLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@";
constexpr std::array<std::string_view, 13> beforeCommands{"exec", "if", "then", "else", "elif", "do", "while", "until", "!", "time", "env", "nohup", "sudo"};

std::string startOf(const std::string &path, size_t most)
{
    std::string text(most, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(text.data(), std::streamsize(text.size()));
    text.resize(size_t(file.gcount()));
    return text;
}

class NamedPrograms
{
public:
    // script: its path; empty: it is no file.
    explicit NamedPrograms(const std::string &script)
        : m_script(script)
    {
        std::error_code failed;
        if (const fs::path real = fs::canonical(script, failed); !failed)
            m_folders = {real.parent_path(), real.parent_path().parent_path()};
    }

    void line(std::string_view raw)
    {
        raw.remove_prefix(std::min(raw.find_first_not_of(" \t"), raw.size()));
        if (raw.starts_with('#'))
            return;
        const std::string text = expanded(raw);
        assignment(text);
        paths(text);
        commands(text);
    }

    std::vector<std::string> take() { return std::move(m_programs); }

private:
    static bool isNameLetter(char letter) { return letter == '_' || (pathLetters.find(letter) < letters); }

    // With the values of the variables that are known: $NAME and ${NAME}.
    std::string expanded(std::string_view text) const
    {
        std::string all;
        for (size_t at = 0; at < text.size();) {
            const size_t dollar = std::min(text.find('$', at), text.size());
            all += text.substr(at, dollar - at);
            if (dollar == text.size())
                break;
            const bool braced = text.substr(dollar).starts_with("${");
            const size_t begin = dollar + (braced ? 2 : 1);
            size_t end = begin;
            while (end < text.size() && isNameLetter(text[end]))
                ++end;
            const auto value = m_variables.find(std::string(text.substr(begin, end - begin)));
            const size_t after = braced && end < text.size() && text[end] == '}' ? end + 1 : end;
            if (value == m_variables.end() || (braced && after == end))
                all += text.substr(dollar, after - dollar);
            else
                all += value->second;
            at = after;
        }
        return all;
    }

    void assignment(std::string_view text)
    {
        if (text.starts_with("export "))
            text.remove_prefix(7);
        const size_t end = std::min(text.find('='), text.size());
        if (end == text.size() || end == 0 || !std::ranges::all_of(text.substr(0, end), isNameLetter))
            return;
        std::string_view value = text.substr(end + 1);
        if (value.starts_with('"') || value.starts_with('\''))
            value.remove_prefix(1);
        value = value.substr(0, value.find_first_not_of(pathLetters));
        if (!value.empty() && value.size() <= valueMax && m_variables.size() < variablesMax)
            m_variables[std::string(text.substr(0, end))] = value;
    }

    void paths(std::string_view text)
    {
        for (size_t at = text.find('/'); at < text.size(); at = text.find('/', at)) {
            const size_t end = std::min(text.find_first_not_of(pathLetters, at), text.size());
            const std::string path(text.substr(at, end - at));
            const std::string_view before = text.substr(0, at);
            const size_t variable = before.rfind('$');
            const bool named = variable != before.npos && variable + 1 < at && before.find_first_not_of(pathLetters, variable + 1) == before.npos;
            if (named || before.ends_with('}'))
                belowVariable(path);
            else if (at == 0 || pathLetters.find(text[at - 1]) == pathLetters.npos || before.ends_with(":-"))
                absolute(path);
            at = end;
        }
    }

    void absolute(const std::string &path)
    {
        if (!add(path))
            add(fs::path(path) / fs::path(m_script).filename());
    }

    void belowVariable(const std::string &path)
    {
        for (const fs::path &folder : m_folders)
            add(folder.string() + path);
    }

    void commands(std::string_view text)
    {
        for (size_t at = 0; at < text.size();) {
            const size_t end = std::min(text.find_first_of(";|&(`{\"'", at), text.size());
            command(text.substr(at, end - at));
            at = end + 1;
        }
    }

    void command(std::string_view text)
    {
        std::istringstream words{std::string(text)};
        for (std::string word; words >> word;) {
            if (word.find('=') != word.npos || word.starts_with('-') || std::ranges::find(beforeCommands, word) != beforeCommands.end())
                continue;
            if (word.find_first_not_of(pathLetters) == word.npos)
                add(findProgram(word));
            return;
        }
    }

    bool add(const std::string &path)
    {
        if (!isProgram(path) || path == m_script)
            return false;
        if (m_programs.size() < programsMax && std::ranges::find(m_programs, path) == m_programs.end())
            m_programs.push_back(path);
        return true;
    }

    std::string m_script;
    std::map<std::string, std::string> m_variables;
    std::vector<fs::path> m_folders; // where a variable is likely to point
    std::vector<std::string> m_programs;
};

std::vector<std::string> programsOf(const std::string &text, const std::string &script)
{
    NamedPrograms named(script);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        named.line(line);
    return named.take();
}

} // namespace

std::string interpreterOf(const std::string &path)
{
    std::string line = startOf(path, firstLineMax);
    if (!line.starts_with("#!"))
        return {};
    line.resize(std::min(line.find('\n'), line.size()));
    std::istringstream words(line.substr(2));
    std::string interpreter, word;
    words >> interpreter;
    if (fs::path(interpreter).filename() != "env")
        return interpreter;
    while (words >> word) {
        if (!word.starts_with('-') && word.find('=') == std::string::npos)
            return findProgram(word);
    }
    return interpreter;
}

std::vector<std::string> programsIn(const std::string &script)
{
    return programsOf(startOf(script, textMax), script);
}

std::vector<std::string> programsInText(const std::string &text)
{
    return programsOf(text.substr(0, textMax), {});
}

} // namespace cli
