// SPDX-License-Identifier: GPL-3.0-or-later
// Answers what a filter asks and the store's columns do not hold: texts in heads, bodies and messages.
#pragma once

#include "app/base/ids.h"

namespace filter {

struct Term;

class ContentLookup
{
public:
    virtual ~ContentLookup() = default;
    // Whether the exchange holds the text of a term of Field::Header or Field::Body. One that looks in the background
    // says no until it knows, and has the row asked for again then.
    virtual bool holds(const Term &, base::ExchangeId) = 0;
};

} // namespace filter
