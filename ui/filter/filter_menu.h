// SPDX-License-Identifier: GPL-3.0-or-later
// "Filter by this" and "Exclude this" in the menus of values.
#pragma once

#include <QString>

#include <functional>

class QMenu;

namespace ui {

// `add` receives the chosen term of the filter language. If the value has none (`term` is empty), both entries are
// there and say so.
void addFilterActions(QMenu &, const QString &term, const std::function<void(const QString &)> &add);

} // namespace ui
