// SPDX-License-Identifier: GPL-3.0-or-later
// The list of TCP figures, for code that writes or reads all of them.
#pragma once

#include "app/exchange/exchange.h"

namespace exchange {

// Calls visit(NAME, &TcpFigures::NAME) for every figure; the names are those of `_tcp` in HAR files.
template <typename Visit>
void visitTcp(Visit visit)
{
    visit("srttUs", &TcpFigures::srttUs);
    visit("rttvarUs", &TcpFigures::rttvarUs);
    visit("minRttUs", &TcpFigures::minRttUs);
    visit("cwnd", &TcpFigures::cwnd);
    visit("ssthresh", &TcpFigures::ssthresh);
    visit("retransmits", &TcpFigures::retransmits);
    visit("lost", &TcpFigures::lost);
    visit("reordering", &TcpFigures::reordering);
    visit("deliveryRate", &TcpFigures::deliveryRate);
    visit("segmentsOut", &TcpFigures::segmentsOut);
    visit("segmentsIn", &TcpFigures::segmentsIn);
    visit("bytesSent", &TcpFigures::bytesSent);
    visit("bytesReceived", &TcpFigures::bytesReceived);
    visit("receiveWindow", &TcpFigures::receiveWindow);
    visit("sendWindow", &TcpFigures::sendWindow);
    visit("outOfOrder", &TcpFigures::outOfOrder);
    visit("windowLimitedUs", &TcpFigures::windowLimitedUs);
}

} // namespace exchange
