// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/text_search.h"

#include <QByteArrayMatcher>

namespace ui {

Hits findAll(const QByteArray &text, const QByteArray &wanted, size_t limit)
{
    Hits hits;
    if (wanted.isEmpty())
        return hits;
    // QByteArray lower-cases only ASCII, so offsets match the original.
    const QByteArray lowered = text.toLower();
    const QByteArrayMatcher matcher(wanted.toLower());
    for (qsizetype at = matcher.indexIn(lowered); at >= 0; at = matcher.indexIn(lowered, at + wanted.size())) {
        if (hits.offsets.size() == limit) {
            hits.more = true;
            break;
        }
        hits.offsets.push_back(at);
    }
    return hits;
}

} // namespace ui
