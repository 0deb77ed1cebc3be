// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_walker.h"

namespace exporters {

using json = nlohmann::ordered_json;

HarWalker::HarWalker(HarCapture &capture, const HarLimits &limits)
    : m_capture(capture)
    , m_carriers(capture)
    , m_entries(capture, m_carriers)
    , m_beside(capture, m_carriers)
    , m_limits(limits)
{
}

HarWalker::List HarWalker::listOf(std::string_view name)
{
    return name == "entries"       ? List::Entries
        : name == "_queries"       ? List::Queries
        : name == "_channels"      ? List::Channels
        : name == "_conversations" ? List::Conversations
        : name == "_connections"   ? List::Connections
                                   : List::None;
}

// Inserts a value into the structure under construction.
json *HarWalker::place(json &&v)
{
    json &parent = *m_open.back();
    if (parent.is_array()) {
        parent.push_back(std::move(v));
        return &parent.back();
    }
    // Appended without a search: looking for duplicate names would make insertion quadratic.
    auto &members = static_cast<std::vector<json::object_t::value_type> &>(parent.get_ref<json::object_t &>());
    return &members.emplace_back(m_key, std::move(v)).second;
}

bool HarWalker::value(json &&v)
{
    if (!m_open.empty())
        place(std::move(v));
    else if (m_list != List::None && m_depth == 3)
        ++m_capture.file().skipped.notObjects;
    else if (m_inLog && m_depth == 2)
        m_log[m_key] = std::move(v);
    return true;
}

bool HarWalker::open(json &&container)
{
    ++m_depth;
    if (!m_open.empty()) {
        m_tooLarge = m_open.size() >= m_limits.depthMax;
        if (m_tooLarge)
            return false;
        m_open.push_back(place(std::move(container)));
        return true;
    }
    if (m_depth == 2)
        m_inLog = m_key == "log" && container.is_object();
    if (m_depth == 3 && m_inLog) {
        m_list = container.is_array() ? listOf(m_key) : List::None;
        m_foundEntries = m_foundEntries || m_list == List::Entries;
        if (m_list == List::None)
            m_open.push_back(&(m_log[m_key] = std::move(container)));
    } else if (m_depth == 4 && m_list != List::None) {
        m_tooLarge = m_capture.nextExchange() >= m_limits.entriesMax;
        if (m_tooLarge)
            return false;
        m_member = std::move(container);
        m_open.push_back(&m_member);
    }
    return true;
}

bool HarWalker::close()
{
    --m_depth;
    if (!m_open.empty()) {
        m_open.pop_back();
        if (m_open.empty() && m_list != List::None)
            readMember();
    } else if (m_depth == 2) {
        m_list = List::None;
    } else if (m_depth == 1) {
        m_inLog = false;
    }
    return true;
}

void HarWalker::readMember()
{
    HarSkipped &skipped = m_capture.file().skipped;
    if (!m_member.is_object())
        ++skipped.notObjects;
    else if (m_list == List::Entries)
        skipped.withoutRequest += !m_entries.read(m_member);
    else
        skipped.otherForm += !(m_list == List::Queries ? m_beside.query(m_member)
                : m_list == List::Channels             ? m_beside.channel(m_member)
                : m_list == List::Conversations        ? m_beside.conversation(m_member)
                                                       : m_beside.connection(m_member));
}

} // namespace exporters
