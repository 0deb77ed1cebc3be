// SPDX-License-Identifier: GPL-3.0-or-later
// Lays out text for reading, by format. Growth is limited; runs on a worker thread.
#pragma once

#include "app/decode/format.h"
#include "ui/body/syntax.h"

#include <QStringList>

#include <span>
#include <string>

namespace ui {

struct LaidOut {
    std::string text;
    Syntax syntax = Syntax::None;
    QStringList notices;
};

// UTF-8 text in a textual format.
LaidOut layOut(std::string text, decode::Format);
// MessagePack or CBOR.
LaidOut layOutValues(std::span<const std::byte>, decode::Format);
Syntax syntaxOf(decode::Format);
// Whether layOut() would make a difference, so that there are two looks to choose from.
bool canLayOut(decode::Format, const std::string &text);
// The document and variables of a GraphQL request, or of each one in a batch; empty if it is not GraphQL.
std::string graphqlText(const std::string &json);

} // namespace ui
