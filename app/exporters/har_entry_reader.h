// SPDX-License-Identifier: GPL-3.0-or-later
// Converts one entry of a HAR file to an exchange.
#pragma once

#include "app/exporters/har_carrier_reader.h"

namespace exporters {

class EntryReader
{
public:
    EntryReader(HarCapture &capture, CarrierReader &carriers)
        : m_capture(capture)
        , m_carriers(carriers)
    {
    }
    // False if it has neither a request nor a response. Moves texts out of `entry`.
    bool read(nlohmann::ordered_json &entry);

private:
    HarCapture &m_capture;
    CarrierReader &m_carriers;
};

} // namespace exporters
