// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the layouts share.
#pragma once

#include <QByteArray>

#include <string>

namespace support {

inline QByteArray withoutSpace(const QByteArray &text)
{
    QByteArray dense;
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f')
            dense += c;
    }
    return dense;
}

} // namespace support
