// SPDX-License-Identifier: GPL-3.0-or-later
// Which TLS libraries are readable: one line per library and version, with the programs that use it and their number;
// lines that are not readable give the reason.
#pragma once

#include "app/exchange/store.h"

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace ui {

class CoverageModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum class Readability : uint8_t { Readable, NotReadable, Unknown };
    enum CoverageRole {
        ReadabilityRole = Qt::UserRole, // int, Readability
        CountRole,                      // uint, processes
        ReasonRole,                     // QString; empty when readable
    };

    explicit CoverageModel(const exchange::Store &store, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;

    // Takes over the store's list; views are notified only if a line has changed.
    void refresh();
    uint32_t readableProcesses() const { return m_readable; }
    uint32_t processes() const { return m_processes; }

private:
    struct Line {
        QString library, programs, reason, tip;
        Readability state = Readability::Unknown;
        uint32_t count = 0;
        bool operator==(const Line &) const = default;
    };
    std::vector<Line> lines() const;

    const exchange::Store &m_store;
    std::vector<Line> m_lines;
    uint32_t m_readable = 0, m_processes = 0;
};

} // namespace ui
