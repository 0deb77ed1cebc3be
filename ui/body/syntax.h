// SPDX-License-Identifier: GPL-3.0-or-later
// The languages that the code view highlights (Values: JSON with comments), with colours from the tokens.
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>

#include <cstdint>
#include <memory>

class QsciLexer;

namespace ui {

enum class Syntax : uint8_t { None, Json, Xml, Html, Css, JavaScript, Values, Sql };
inline constexpr size_t syntaxCount = 8;

// Null for None.
std::unique_ptr<QsciLexer> makeLexer(Syntax);
void colourLexer(QsciLexer &, Syntax, const Tokens &, const QFont &);

} // namespace ui
