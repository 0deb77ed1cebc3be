// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of cells as text for other programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exporters {

using TextRow = std::vector<std::string>;   // UTF-8

// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string csvText(const std::vector<TextRow> &);
// GitHub Flavored Markdown, section 4.10; the first row is the heads. What Markdown would interpret is escaped.
std::string markdownTable(const std::vector<TextRow> &);

} // namespace exporters
