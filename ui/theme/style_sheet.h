// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens as what Qt draws with.
#pragma once

#include "ui/theme/tokens.h"

#include <QPalette>
#include <QString>

namespace ui {

QPalette palette(const Tokens &);
// Over Qt's Fusion style; names the tokens' colours and measures only.
QString styleSheet(const Tokens &);

} // namespace ui
