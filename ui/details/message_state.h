// SPDX-License-Identifier: GPL-3.0-or-later
// One half of an exchange in words: why something is absent, what was lost, its size and state.
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/head.h"
#include "ui/body/body_content.h"

#include <QString>
#include <QStringList>

namespace ui {

bool isRunning(const exchange::Exchange &, protocols::Half);
// Why there is no head, or no body: a sentence.
QString absenceText(const exchange::Exchange &, protocols::Half);
// What is missing from the body or unusual about it, one sentence each.
QStringList stateNotices(const exchange::Exchange &, protocols::Half, const exchange::Head &);
// "JSON · 4.2 kB · complete"; empty if there is nothing to summarise. `content`: the decoded body; null if not decoded yet.
QString summaryText(const exchange::Exchange &, protocols::Half, const exchange::Head &, const BodyContent *content);

} // namespace ui
