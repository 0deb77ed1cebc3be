// SPDX-License-Identifier: GPL-3.0-or-later
// What the list shows: the text of the filter box, a preset beside it, and a program or host.
#pragma once

#include "app/filter/filter.h"
#include "ui/models/row_filter.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace ui {

class ListFilter : public QObject
{
    Q_OBJECT
public:
    explicit ListFilter(QObject *parent = nullptr);

    // The filter in force, in the filter language.
    const QString &text() const { return m_text; }
    // Nothing changes if it is not valid.
    void setText(const QString &);
    // Adds a term that every row must match, unless it is there already. Its opposite ("-term") is taken out.
    void addTerm(const QString &term);
    void setPreset(const filter::Filter &);
    // Rows of one machine alone; an empty filter: of all.
    void setMachine(const filter::Filter &);
    void setScope(const std::optional<TreeScope> &);
    const std::optional<TreeScope> &scope() const { return m_scope; }
    // Shows everything again.
    void clear();
    // Those of the text, the preset and the machine that are not empty.
    std::vector<filter::Filter> terms() const;

Q_SIGNALS:
    void changed();
    void textChanged(const QString &);
    void cleared();

private:
    QString m_text;
    filter::Filter m_typed, m_preset, m_machine;
    std::optional<TreeScope> m_scope;
};

} // namespace ui
