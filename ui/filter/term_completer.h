// SPDX-License-Identifier: GPL-3.0-or-later
// Completes the last word of the filter with the names to filter by, and the whole with what was used before.
#pragma once

#include <QCompleter>
#include <QStringListModel>

namespace ui {

class TermCompleter : public QCompleter
{
    Q_OBJECT
public:
    explicit TermCompleter(QStringListModel *history, QObject *parent = nullptr);

    QString pathFromIndex(const QModelIndex &) const override;
    QStringList splitPath(const QString &path) const override;

private:
    void join();

    QStringListModel *m_history;
    QStringListModel m_all;
    qsizetype m_words = 0;           // of m_all; the history stands behind them
    mutable QString m_before;        // the last word of the text
};

} // namespace ui
