// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what our own files store beside the entries: queries, conversations, and connections with nothing to show.
#pragma once

#include "app/exporters/har_carrier_reader.h"

namespace exporters {

class BesideReader
{
public:
    BesideReader(HarCapture &capture, CarrierReader &carriers)
        : m_capture(capture)
        , m_carriers(carriers)
    {
    }
    // Each returns false if the entry has another form.
    bool query(nlohmann::ordered_json &entry);
    bool conversation(nlohmann::ordered_json &entry);
    // A channel that did not begin as an HTTP exchange.
    bool channel(nlohmann::ordered_json &entry);
    bool connection(nlohmann::ordered_json &entry);

private:
    exchange::Exchange newRow(const nlohmann::ordered_json &entry, exchange::Kind) const;
    void add(const nlohmann::ordered_json &entry, exchange::Exchange);

    HarCapture &m_capture;
    CarrierReader &m_carriers;
};

} // namespace exporters
