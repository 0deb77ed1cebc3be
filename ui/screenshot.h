// SPDX-License-Identifier: GPL-3.0-or-later
// Options for developers and tests, not shown in --help: drive the window, take a picture of it, and
// write down what it shows.
#pragma once

#include <QCommandLineParser>
#include <QString>

namespace ui {

class MainWindow;

class Screenshot
{
public:
    static void addOptions(QCommandLineParser &);
    explicit Screenshot(const QCommandLineParser &);

    // True when the window is driven by options: settings are then neither read nor kept.
    bool isWanted() const;
    // Starts what was asked for; ends the program when it is done. `window` outlives the event loop.
    void run(MainWindow &window) const;

private:
    bool select(MainWindow &) const;
    void finish(MainWindow &) const;

    QString m_picture, m_report, m_select, m_filter, m_page, m_messagesLog, m_size;
    int m_afterMs = 0;
    bool m_start = false;
};

} // namespace ui
