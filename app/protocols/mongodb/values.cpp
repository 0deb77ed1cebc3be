// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/values.h"

#include "app/decode/json_scan.h"

namespace protocols::mongodb {

namespace {

constexpr int depthMax = 100;

class Finder
{
public:
    Finder(std::string_view text, std::vector<NamedValue> &found)
        : m_text(text)
        , m_found(found)
    {
    }

    void look(std::string_view container, std::string_view name, bool secret, int depth)
    {
        decode::JsonMembers members(container);
        while (const auto member = members.next()) {
            // The type of an Extended JSON value is not a name: {"payload": {"$binary": {"base64": "..."}}}.
            const bool typed = member->key.empty() || member->key.front() == '$' || member->key == "base64";
            const std::string_view called = typed ? name : member->key;
            if (member->kind == decode::JsonKind::Object || member->kind == decode::JsonKind::Array) {
                if (depth < depthMax)
                    look(member->value, called, secret, depth + 1);
            } else if (member->kind == decode::JsonKind::String && member->value.size() > 2) {
                add(called, member->value.substr(1, member->value.size() - 2), secret && member->key == "base64");
            } else if (member->kind == decode::JsonKind::Number) {
                add(called, member->value, false);
            }
        }
    }

private:
    void add(std::string_view name, std::string_view value, bool secret)
    {
        m_found.push_back({.name = name, .at = size_t(value.data() - m_text.data()), .length = value.size(), .secret = secret});
    }

    std::string_view m_text;
    std::vector<NamedValue> &m_found;
};

} // namespace

std::vector<NamedValue> values(std::string_view command)
{
    std::vector<NamedValue> found;
    const bool authenticates = command.starts_with("{\"sasl") || command.starts_with("{\"authenticate");
    Finder(command, found).look(command, {}, authenticates, 0);
    return found;
}

} // namespace protocols::mongodb
