// SPDX-License-Identifier: GPL-3.0-or-later
// Explains fields of a head, each in a sentence, with the document that defines it.
#pragma once

#include <QString>

#include <string_view>

namespace ui {

// In any case; empty for a field that we know nothing of.
QString headerText(std::string_view name);

} // namespace ui
