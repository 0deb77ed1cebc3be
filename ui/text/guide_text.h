// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the guide.
#pragma once

#include <QList>
#include <QString>

namespace ui {

struct GuidePage {
    QString title;
    QString html;       // links of the scheme `filter` are filters
};

QList<GuidePage> guidePages();

} // namespace ui
