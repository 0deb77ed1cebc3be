// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_menu.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

#include <initializer_list>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::FilterMenu)
};

} // namespace

void addFilterActions(QMenu &menu, const QString &term, const std::function<void(const QString &)> &add)
{
    const QString shown = QString(term).replace(QLatin1Char('&'), QStringLiteral("&&")); // alone it marks a key
    QAction *by = menu.addAction(term.isEmpty() ? Words::tr("Filter by this") : Words::tr("Filter by %1").arg(shown));
    QAction *without = menu.addAction(term.isEmpty() ? Words::tr("Exclude this") : Words::tr("Exclude %1").arg(shown));
    QObject::connect(by, &QAction::triggered, by, [add, term] { add(term); });
    QObject::connect(without, &QAction::triggered, without, [add, term] { add(QLatin1Char('-') + term); });
    menu.setToolTipsVisible(true);
    for (QAction *action : {by, without}) {
        action->setEnabled(!term.isEmpty());
        action->setToolTip(term.isEmpty() ? Words::tr("The filter has no term for this value.") : QString());
    }
}

} // namespace ui
