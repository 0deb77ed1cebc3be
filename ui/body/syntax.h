// SPDX-License-Identifier: GPL-3.0-or-later
// Languages that the code view colours (Values: JSON with comments), and the colours of each from the tokens.
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
