// SPDX-License-Identifier: GPL-3.0-or-later
// The box for the list's filter: validates input as it is typed, colours its terms, keeps the last valid filter active,
// and remembers earlier ones.
#pragma once

#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QTimer>

class QStringListModel;

namespace ui {

class ListFilter;
class TermCompleter;

class FilterBox : public QLineEdit
{
    Q_OBJECT
public:
    FilterBox(const Theme &, ListFilter &, QWidget *parent = nullptr);

    // Appends the beginning of a term, for the user to complete.
    void beginTerm(const QString &beginning);
    // Replaces the text and applies it immediately.
    void setFilterText(const QString &);
    // "from processes named orders", or the error; empty for the empty filter.
    QString readBack() const { return m_readBack; }
    bool isValid() const { return m_valid; }

Q_SIGNALS:
    void readBackChanged();
    void listWanted();           // the key that moves to the list below

protected:
    void keyPressEvent(QKeyEvent *) override;
    void resizeEvent(QResizeEvent *) override;

private:
    void check();
    void apply();
    void paintTerms(qsizetype wrongAt, qsizetype wrongLength);
    void remember();

    const Theme &m_theme;
    ListFilter &m_filter;
    QTimer m_delay;
    QStringListModel *m_history;
    TermCompleter *m_completer;
    QString m_readBack;
    bool m_valid = true, m_painting = false;
};

} // namespace ui
