// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the bench, each in a process of its own, so that memory is that of one part.
#pragma once

#include "tests/bench/window/watched_application.h"
#include "ui/theme/theme.h"
#include "ui/window/main_window.h"

#include <QString>

#include <cstdint>

namespace bench {

// How much of everything: 1,000,000 rows and what belongs to them, or less for a quick look.
struct Amount {
    uint32_t rows = 1'000'000;
    double share() const { return rows / 1e6; }
};

// The real window, open, with settings of its own.
struct Opened {
    Opened();
    ui::ExchangeTableModel &rows() { return window.workspace().exchanges(); }
    // Opens a file as a user does, and waits until it is read.
    bool open(WatchedApplication &, const QString &path);

    ui::Theme theme;
    ui::MainWindow window;
};

// Each prints its figures, and returns false if something did not work at all. `folder`: for its files.
bool rowsPart(WatchedApplication &, const QString &folder, Amount);
bool joinsPart(WatchedApplication &, const QString &folder, Amount);
bool searchPart(WatchedApplication &, const QString &folder, Amount);
bool bodiesPart(WatchedApplication &, const QString &folder, Amount);
bool importPart(WatchedApplication &, const QString &folder, Amount);
bool livePart(WatchedApplication &, const QString &folder, Amount);
bool startPart(WatchedApplication &, const QString &folder, Amount);
bool usablePart(WatchedApplication &, const QString &folder, Amount);   // a window that startPart starts

// Writes the files that the parts open; in a process of its own too.
bool makeRows(const QString &path, uint32_t count);
bool makeCalls(const QString &path, uint32_t halves);
bool makeSearched(const QString &path, uint64_t bytes);
bool makeBodies(const QString &path, uint64_t largest);
bool makeArchive(const QString &path, uint32_t entries);

} // namespace bench
