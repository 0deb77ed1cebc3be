// SPDX-License-Identifier: GPL-3.0-or-later
// What masking hides in exchanges: how many places of each kind, in how many exchanges, and examples, which do not give the
// secret away.
#pragma once

#include "app/masked/masked_rows.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace masked {

struct HiddenExample {
    base::ExchangeId exchange = base::noId;
    Part part = Part::Target;
    std::string where, name;        // as masking::Report::add
    std::string hint;               // "OR********": no more than the first quarter and two characters
};

struct HiddenKind {
    std::string kind;               // masking::kindOf
    std::string where, name;        // where it was first seen, and how it was spelled there
    uint64_t places = 0, exchanges = 0;
    uint64_t bytes = 0;             // of the secrets
    std::vector<HiddenExample> examples = {};   // the first examplesMax
    static constexpr size_t examplesMax = 5;
};

class SecretTally final : private masking::Watcher
{
public:
    static constexpr size_t kindsMax = 2000;
    struct Options {
        uint64_t bodyMax = UINT64_MAX;  // decoded bytes of each body that are looked at
        bool hints = true;              // false: asterisks alone, for a shared screen
    };
    SecretTally(const masking::Rules &, const Options &);

    // An exchange with its messages and, once for each, its process and connection.
    void take(const exporters::EntrySource &, const base::BodySource &);

    // In the order in which they were found.
    const std::vector<HiddenKind> &kinds() const { return m_kinds; }
    uint64_t beyond() const { return m_beyond; }        // places of kinds beyond kindsMax
    uint64_t textBytes() const { return m_counted.bytes; }      // that were looked at

private:
    // Counts what it gets.
    class Counted final : public Contents
    {
    public:
        void put(std::string_view text, std::vector<base::Slice> &) override { bytes += text.size(); }
        uint64_t bytes = 0;
    };
    void masked(std::string_view where, std::string_view name, std::string_view secret) override;
    std::string hint(std::string_view secret) const;

    Options m_options;
    Counted m_counted;
    masking::Masker m_masker;
    Rows m_rows;
    base::ExchangeId m_exchange = base::noId;
    std::vector<HiddenKind> m_kinds;
    std::unordered_map<std::string, size_t> m_byKind;
    std::vector<base::ExchangeId> m_last;               // exchange in which each kind was found last
    std::unordered_set<uint64_t> m_processes, m_connections;
    uint64_t m_beyond = 0;
};

} // namespace masked
