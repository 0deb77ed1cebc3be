// SPDX-License-Identifier: GPL-3.0-or-later
// Options for developers and tests, not shown in --help: drive the window, take a picture of it, and record what it
// shows.
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

    // True if the window is driven by options: settings are then neither read nor saved.
    bool isWanted() const;
    // Starts the requested actions; quits the program when done. `window` must outlive the event loop.
    void run(MainWindow &window) const;

private:
    bool select(MainWindow &) const;
    void finish(MainWindow &) const;

    QString m_picture, m_report, m_select, m_filter, m_page, m_facts, m_messagesLog, m_size;
    int m_afterMs = 0;
    bool m_start = false, m_compare = false;
};

} // namespace ui
