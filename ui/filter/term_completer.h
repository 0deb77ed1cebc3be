// SPDX-License-Identifier: GPL-3.0-or-later
// Completes the last word of the filter with the names to filter by, and the whole text from the history.
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
    // The last word of `text` is complete, though longer ones may begin with it.
    bool isWhole(const QString &text) const;

private:
    void join();

    QStringListModel *m_history;
    QStringListModel m_all;
    qsizetype m_words = 0;           // of m_all; followed by the history
    mutable QString m_before;        // `text` before its last word
};

} // namespace ui
