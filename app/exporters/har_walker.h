// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the JSON of a HAR file and builds one entry at a time: the whole document is never in memory. Neither the
// library's parser nor this code recurses.
#pragma once

#include "app/exporters/har_beside_reader.h"
#include "app/exporters/har_entry_reader.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <vector>

namespace exporters {

class HarWalker final : public nlohmann::json_sax<nlohmann::ordered_json>
{
public:
    HarWalker(HarCapture &, const HarLimits &);

    bool null() override { return value(nullptr); }
    bool boolean(bool v) override { return value(v); }
    bool number_integer(number_integer_t v) override { return value(v); }
    bool number_unsigned(number_unsigned_t v) override { return value(v); }
    bool number_float(number_float_t v, const string_t &) override { return value(v); }
    bool string(string_t &v) override { return value(std::move(v)); }
    bool binary(binary_t &) override { return true; }
    bool key(string_t &name) override
    {
        m_key = std::move(name);
        return true;
    }
    bool start_object(size_t) override { return open(nlohmann::ordered_json::object()); }
    bool start_array(size_t) override { return open(nlohmann::ordered_json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        m_position = position;
        return false;
    }

    bool foundEntries() const { return m_foundEntries; }
    bool tooLarge() const { return m_tooLarge; }
    size_t position() const { return m_position; }
    // The log's members other than entries: pages, browser, creator.
    const nlohmann::ordered_json &log() const { return m_log; }

private:
    enum class List : uint8_t { None, Entries, Queries, Channels, Conversations, Connections };
    static List listOf(std::string_view name);
    nlohmann::ordered_json *place(nlohmann::ordered_json &&);
    bool value(nlohmann::ordered_json &&);
    bool open(nlohmann::ordered_json &&);
    bool close();
    void readMember();

    HarCapture &m_capture;
    CarrierReader m_carriers;
    EntryReader m_entries;
    BesideReader m_beside;
    const HarLimits m_limits;
    nlohmann::ordered_json m_member;               // of a list
    nlohmann::ordered_json m_log = nlohmann::ordered_json::object();
    std::vector<nlohmann::ordered_json *> m_open;  // under construction, outermost first
    std::string m_key;
    uint64_t m_depth = 0;
    List m_list = List::None;
    bool m_inLog = false, m_foundEntries = false, m_tooLarge = false;
    size_t m_position = 0;
};

} // namespace exporters
