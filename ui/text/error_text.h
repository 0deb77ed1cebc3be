// SPDX-License-Identifier: GPL-3.0-or-later
// The core's error codes as plain sentences: what happened, and what to do next if something can be done.
#pragma once

#include "app/capture/source.h"
#include "app/exchange/exchange.h"
#include "app/protocols/event.h"

#include <QString>

namespace ui {

// One or two sentences; never empty. Without technical detail: see errorDetail.
QString errorText(const capture::Error &);
// errno, position and the peer's detail in one line, for a tooltip; may be empty.
QString errorDetail(const capture::Error &);
// Empty for None.
QString faultText(protocols::Fault);
// "HTTP/1.1", "HTTP/2", ...; "unknown protocol" for Unknown.
QString protocolText(protocols::Protocol);
QString connectionStateText(exchange::ConnectionState);
// What happened to this row, in a sentence: fault, refusal, missing plaintext, loss; empty if all is well.
QString stateText(const exchange::Exchange &);

} // namespace ui
