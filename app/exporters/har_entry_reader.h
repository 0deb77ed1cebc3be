// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of a HAR file to an exchange.
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
    // False: it has neither a request nor a response. Texts are moved out of `entry`.
    bool read(nlohmann::ordered_json &entry);

private:
    HarCapture &m_capture;
    CarrierReader &m_carriers;
};

} // namespace exporters
