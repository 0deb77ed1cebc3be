// SPDX-License-Identifier: GPL-3.0-or-later
// Text laid out for reading, by what it is. Growth is limited; runs on a worker thread.
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

// UTF-8 of a format that is text.
LaidOut layOut(std::string text, decode::Format);
// MessagePack or CBOR.
LaidOut layOutValues(std::span<const std::byte>, decode::Format);
Syntax syntaxOf(decode::Format);
// layOut() would change more than nothing: there are two looks to choose from.
bool canLayOut(decode::Format, const std::string &text);
// The document and the variables of a GraphQL request, one request after another in a batch; empty for what is none.
std::string graphqlText(const std::string &json);

} // namespace ui
