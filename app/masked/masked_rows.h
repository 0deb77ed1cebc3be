// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a capture without their secrets, and what they refer to: heads, bodies and messages are written anew,
// decoded. What cannot be searched for secrets is left out, and counted.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/har_writer.h"
#include "app/masking/masker.h"
#include "app/masking/seen_secrets.h"

#include <string_view>
#include <unordered_set>
#include <vector>

namespace masked {

// Where the bytes of masked rows go.
class Contents
{
public:
    virtual ~Contents() = default;
    // Appends to the list where they are from now on; nothing if nobody will read them.
    virtual void put(std::string_view bytes, std::vector<base::Slice> &) = 0;
};

// Nobody will read them: only the secrets in them count.
class NoContents final : public Contents
{
public:
    void put(std::string_view, std::vector<base::Slice> &) override {}
};

// What of a capture is being masked.
enum class Part : uint8_t { Target, RequestHead, RequestBody, ResponseHead, ResponseBody, Result, Message, Process, Connection };

class Rows
{
public:
    struct Options {
        uint64_t bodyMax = UINT64_MAX;      // decoded bytes of each body
        // Secrets known so far, which are replaced wherever they stand; null: none.
        const masking::SeenSecrets *seen = nullptr;
    };
    // All must outlive it.
    Rows(const masking::Masker &, Contents &, const Options &);

    // All of a store but its exchanges.
    exchange::Batch besideExchanges(const exchange::Store &);
    exchange::Process process(exchange::Process);
    exchange::Connection connection(exchange::Connection);
    exchange::Coverage coverage(exchange::Coverage);
    // `before`: what this gave for an earlier state of it, of which finished parts are taken over; null: nothing. A body is
    // there once its half has ended.
    exchange::Exchange exchange(const exporters::EntrySource &, const base::BodySource &, const exchange::Exchange *before = nullptr);
    // A message inside it. Those of one exchange in order.
    exchange::Item item(const exporters::EntrySource &, const exchange::Item &, const base::BodySource &);

    // All of an exchange, for its secrets alone.
    void learn(const exporters::EntrySource &, const exchange::Store &, const base::BodySource &);

    const masking::Report &report() const { return m_report; }
    // While something is masked: what it is, for who watches.
    Part part() const { return m_part; }
    // Bodies and messages that were left out, as a cause of loss; without events: none.
    exchange::Loss leftOut() const;

private:
    void text(std::string &) const;
    std::string cleaned(std::string_view) const;
    std::string value(std::string_view);
    std::vector<base::Slice> kept(std::string_view);
    std::vector<base::Slice> heads(const std::vector<base::Slice> &, const base::BodySource &);
    std::vector<base::Slice> fields(const std::vector<base::Slice> &, const base::BodySource &);
    std::string head(std::string_view bytes);
    std::string lines(const std::vector<exchange::HeadField> &);
    void body(const exporters::EntrySource &, protocols::Half, exchange::Message &, const base::BodySource &);
    void leaveOut(exchange::Message &, uint64_t half);
    std::string label(const exporters::EntrySource &, const exchange::Item &);

    const masking::Masker &m_masker;
    Contents &m_contents;
    Options m_options;
    masking::Report m_report;
    Part m_part = Part::Target;
    uint64_t m_leftOut = 0, m_bytesLeftOut = 0;
    std::unordered_set<uint64_t> m_halvesLeftOut;   // twice the exchange's id, and the half
};

} // namespace masked
