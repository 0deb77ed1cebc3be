// SPDX-License-Identifier: GPL-3.0-or-later
// Names and values in columns, as text: everything can be selected and copied, long values wrap.
#pragma once

#include "ui/theme/tokens.h"

#include <QStringList>
#include <QTextEdit>

#include <vector>

namespace ui {

class Theme;

struct FieldRow {
    QStringList cells;                          // name, value, and any further columns
    QString filter;                             // filter term for this value; empty: none
    QColor Tokens::*colour = &Tokens::text;     // of the value
    bool heading = false;                       // only cells[0], as a heading above a group
    QString explanation = {};                   // of the name, shown while the pointer rests on it
    bool operator==(const FieldRow &) const = default;
};

class FieldList : public QTextEdit
{
    Q_OBJECT
public:
    explicit FieldList(Theme &, QWidget *parent = nullptr);

    // `heads` are the column titles; empty: not shown. `none` is shown if there are no rows. If rows and heads are
    // unchanged, nothing changes, including the selection.
    void setRows(std::vector<FieldRow> rows, const QStringList &heads = {}, const QString &none = {});
    const std::vector<FieldRow> &rows() const { return m_rows; }
    // "name: value" lines, in order.
    QString allText() const;

public Q_SLOTS:
    void copyAll() const;

Q_SIGNALS:
    void filterRequested(const QString &term);

protected:
    QMimeData *createMimeDataFromSelection() const override;
    void contextMenuEvent(QContextMenuEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    void showEvent(QShowEvent *) override;

private:
    void render();
    // Index into m_rows, or -1.
    int rowAt(const QTextCursor &) const;
    static QString rowText(const FieldRow &);

    Theme &m_theme;
    std::vector<FieldRow> m_rows;
    QStringList m_heads;
    QString m_none;
};

} // namespace ui
