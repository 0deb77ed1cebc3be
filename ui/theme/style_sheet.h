// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the tokens into a Qt style sheet.
#pragma once

#include "ui/theme/tokens.h"

#include <QPalette>
#include <QString>

namespace ui {

QPalette palette(const Tokens &);
// For Qt's Fusion style; uses only the tokens' colours and measures.
QString styleSheet(const Tokens &);

} // namespace ui
