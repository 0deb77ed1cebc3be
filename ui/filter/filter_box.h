// SPDX-License-Identifier: GPL-3.0-or-later
// The one filter box: says at once whether what is typed is a filter, colours its terms, keeps the
// last valid one at work, and remembers what was used.
#pragma once

#include "app/filter/filter.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QTimer>

class QStringListModel;

namespace ui {

class FilterBox : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterBox(const Theme &, QWidget *parent = nullptr);

    const filter::Filter &filter() const { return m_filter; }
    // Adds a term, unless it is there.
    void addTerm(const QString &term);
    // Puts the beginning of a term behind what is there, to be typed on.
    void beginTerm(const QString &beginning);
    // Replaces the text and applies it at once.
    void setFilterText(const QString &);
    // "from processes named orders", or what is wrong; empty for the empty filter.
    QString readBack() const { return m_readBack; }
    bool isValid() const { return m_valid; }

Q_SIGNALS:
    void filterChanged();        // filter() is another
    void readBackChanged();
    void listWanted();           // the key that leads into the list below

protected:
    void keyPressEvent(QKeyEvent *) override;

private:
    void check();
    void apply();
    void paintTerms(qsizetype wrongAt, qsizetype wrongLength);
    void remember();

    const Theme &m_theme;
    QTimer m_delay;
    QStringListModel *m_history;
    filter::Filter m_filter, m_checked;
    QString m_readBack, m_appliedText;
    bool m_valid = true, m_painting = false;
};

} // namespace ui
