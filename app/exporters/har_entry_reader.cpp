// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_entry_reader.h"

#include "app/exporters/har_extensions_reader.h"
#include "app/exporters/har_items_reader.h"
#include "app/exporters/har_message_reader.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

#include <utility>

namespace exporters {

using json = nlohmann::ordered_json;

bool EntryReader::read(json &entry)
{
    json *request = findObject(entry, "request");
    json *response = findObject(entry, "response");
    if (!request && !response)
        return false;
    exchange::Exchange exchange;
    exchange.id = m_capture.nextExchange();
    exchange.side = text(entry, "_side") == "server" ? base::Side::Server : base::Side::Client;
    if (request)
        readRequest(*request, m_capture, exchange);
    if (response)
        readResponse(*response, m_capture, exchange);
    exchange.state = exchange.status ? exchange::State::Complete : exchange::State::Failed;
    std::string original;
    appendJson(entry, original);
    exchange.original = m_capture.keep(std::move(original));
    readInterimResponses(entry, m_capture, exchange);
    readExtensions(entry, exchange);
    readItems(entry, m_capture, exchange);
    m_carriers.read(entry, exchange);
    m_capture.add(std::move(exchange));
    return true;
}

} // namespace exporters
