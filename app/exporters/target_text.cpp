// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/target_text.h"

#include "app/exporters/sent_request.h"
#include "app/masking/statement.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

std::string targetText(const EntrySource &entry, const masking::Masker *masker)
{
    masking::Report masked;
    const exchange::Exchange &exchange = entry.exchange;
    std::string server = exchange.scheme + "://" + exchange.host;
    switch (exchange.kind) {
    case exchange::Kind::Query: {
        const std::string statement = masker ? masking::maskStatement(*masker, protocols::protocolInfo(exchange.protocol), exchange.path, masked) : exchange.path;
        return statement.empty() ? server : server + " " + statement;
    }
    case exchange::Kind::Http:
    case exchange::Kind::Channel: {
        const std::string url = exchangeUrl(entry);
        return masker ? masker->url(url, masked) : url;
    }
    case exchange::Kind::Conversation:
    case exchange::Kind::NotReadable:
    case exchange::Kind::Failed:
        break;
    }
    return server;
}

} // namespace exporters
