// SPDX-License-Identifier: GPL-3.0-or-later
// Differences as lines: "= name: value", "~ name: left -> right", "- name: left", "+ name: right", "... count".
#pragma once

#include "app/compare/difference.h"

#include <QString>
#include <QStringList>

namespace support {

inline QString transcript(const compare::Differences &differences)
{
    QStringList lines;
    for (const compare::Difference &row : differences.rows) {
        const QString name = QString::fromStdString(row.name), left = QString::fromStdString(row.left), right = QString::fromStdString(row.right);
        switch (row.kind) {
        case compare::Kind::Same:
            lines << QStringLiteral("= %1: %2").arg(name, left);
            break;
        case compare::Kind::Changed:
            lines << QStringLiteral("~ %1: %2 -> %3").arg(name, left, right);
            break;
        case compare::Kind::Removed:
            lines << QStringLiteral("- %1: %2").arg(name, left);
            break;
        case compare::Kind::Added:
            lines << QStringLiteral("+ %1: %2").arg(name, right);
            break;
        case compare::Kind::Skipped:
            lines << QStringLiteral("... %1").arg(row.count);
            break;
        }
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace support
