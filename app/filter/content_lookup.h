// SPDX-License-Identifier: GPL-3.0-or-later
// Answers filter terms that the store's columns cannot: text in heads, bodies and messages; marks and comments; where the time went.
#pragma once

#include "app/base/ids.h"

namespace filter {

struct Term;

class ContentLookup
{
public:
    virtual ~ContentLookup() = default;
    // Whether the exchange contains the text of a term of Field::Header, Body, Mark, Comment or Why. A background search returns
    // false until it knows, and then has the row evaluated again.
    virtual bool holds(const Term &, base::ExchangeId) = 0;
};

} // namespace filter
