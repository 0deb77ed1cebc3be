// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of a call of a language model.
#pragma once

#include "app/llm/transcript.h"

#include <QString>
#include <QStringList>

namespace ui {

// "Assistant"
QString roleText(llm::Role);
// The line above a part's contents: "Calls get_weather", "Image, image/png, 12 kB"; empty for plain text.
QString partText(const llm::Part &);
// What the part contains, ready to be shown: arguments on several lines.
QString partContents(const llm::Part &);
// The figures, one thought each: "gpt-4o (OpenAI chat completions)", "120 tokens in, 35 out", …
QStringList callFigures(const llm::Transcript &);

} // namespace ui
