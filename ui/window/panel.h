// SPDX-License-Identifier: GPL-3.0-or-later
// A part of the window that shows the workspace in its own way. A new one is a folder, and a line in panels.cpp.
#pragma once

#include "app/exchange/store.h"

#include <QList>
#include <QObject>
#include <QSettings>
#include <QWidget>

#include <cstdint>
#include <memory>
#include <vector>

class QAction;

namespace ui {

class Theme;
class Workspace;

class Panel : public QObject
{
    Q_OBJECT
public:
    enum class Place : uint8_t { Left, Centre, Below };

    virtual Place place() const = 0;
    // Created with the panel; the window owns it once it is shown there. It may hide and show itself.
    virtual QWidget *widget() const = 0;
    // Entries for the window's menu, with their keys.
    virtual QList<QAction *> actions() const { return {}; }
    // The workspace's models have taken this change.
    virtual void apply(const exchange::Store::Change &) {}
    // The list begins anew.
    virtual void restart() {}
    // How the user has arranged it.
    virtual void restoreState(const QSettings &) {}
    virtual void saveState(QSettings &) const {}

Q_SIGNALS:
    // The keyboard moves on to the panel there.
    void leaveFor(ui::Panel::Place);
};

// All of the window's, in the order of its keyboard.
std::vector<std::unique_ptr<Panel>> makePanels(Theme &, Workspace &);

} // namespace ui
