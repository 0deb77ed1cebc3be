// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/field_list.h"

#include "ui/filter/filter_menu.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>
#include <QTextTable>

#include <algorithm>
#include <memory>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::FieldList)
};

constexpr int nameWidth = 148;
constexpr qreal cellPadding = 3;
// A value is laid out at once, so a very long one is shown truncated; copying yields all of it.
constexpr qsizetype valueMax = 16 * 1024;

QString shownValue(const QString &value)
{
    if (value.size() <= valueMax)
        return value;
    return Words::tr("%1 … (%2 more characters)").arg(value.left(valueMax), QString::number(value.size() - valueMax));
}

} // namespace

FieldList::FieldList(Theme &theme, QWidget *parent) : QTextEdit(parent), m_theme(theme)
{
    setFrameShape(NoFrame);
    setReadOnly(true);
    setAcceptRichText(false);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(0);
    connect(&theme, &Theme::changed, this, &FieldList::render);
}

void FieldList::setRows(std::vector<FieldRow> rows, const QStringList &heads, const QString &none)
{
    if (rows == m_rows && heads == m_heads && none == m_none)
        return;
    m_rows = std::move(rows);
    m_heads = heads;
    m_none = none;
    const int scroll = verticalScrollBar()->value();
    render();
    verticalScrollBar()->setValue(scroll);
}

void FieldList::render()
{
    const Tokens &t = m_theme.current();
    clear();
    document()->setDefaultFont(m_theme.ui());
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    QTextFrameFormat frame;
    frame.setLeftMargin(measure::margin - cellPadding);
    frame.setRightMargin(measure::margin - cellPadding);
    frame.setTopMargin(8);
    frame.setBottomMargin(8);
    document()->rootFrame()->setFrameFormat(frame);

    QTextCharFormat dim, strong;
    dim.setForeground(t.dim);
    strong.setForeground(t.dim);
    strong.setFont(m_theme.small());
    strong.setFontWeight(QFont::DemiBold);
    if (m_rows.empty()) {
        cursor.insertText(m_none, dim);
        cursor.endEditBlock();
        return;
    }
    qsizetype columns = std::max<qsizetype>(2, m_heads.size());
    for (const FieldRow &row : m_rows)
        columns = std::max(columns, row.cells.size());
    QTextTableFormat format;
    format.setBorder(0);
    format.setCellSpacing(0);
    format.setCellPadding(cellPadding); // for the table: per-cell formats are slow with a thousand rows
    format.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    QList<QTextLength> widths{QTextLength(QTextLength::FixedLength, nameWidth)};
    while (widths.size() < columns)
        widths << QTextLength(QTextLength::VariableLength, 0);
    format.setColumnWidthConstraints(widths);
    const int headRows = m_heads.isEmpty() ? 0 : 1;
    QTextTable *table = cursor.insertTable(int(m_rows.size()) + headRows, int(columns), format);
    const auto put = [&](int row, int column, const QString &text, const QTextCharFormat &characters) {
        table->cellAt(row, column).firstCursorPosition().insertText(text, characters);
    };
    for (int column = 0; column < m_heads.size(); ++column)
        put(0, column, m_heads[column], strong);
    for (int i = 0; i < int(m_rows.size()); ++i) {
        const FieldRow &row = m_rows[size_t(i)];
        QTextCharFormat value;
        value.setForeground(t.*row.colour);
        QTextCharFormat name = dim;
        name.setToolTip(row.explanation);
        if (row.heading)
            table->mergeCells(i + headRows, 0, 1, int(columns));
        for (int column = 0; column < row.cells.size(); ++column)
            put(i + headRows, column, shownValue(row.cells[column]), row.heading ? strong : column == 0 ? name : value);
    }
    cursor.endEditBlock();
    moveCursor(QTextCursor::Start);
}

QString FieldList::rowText(const FieldRow &row)
{
    if (row.heading || row.cells.size() < 2)
        return row.cells.value(0);
    return row.cells[0] + QStringLiteral(": ") + row.cells.mid(1).join(QLatin1Char('\t'));
}

QString FieldList::allText() const
{
    QStringList lines;
    for (const FieldRow &row : m_rows)
        lines << rowText(row);
    return lines.join(QLatin1Char('\n'));
}

void FieldList::copyAll() const { QGuiApplication::clipboard()->setText(allText()); }

int FieldList::rowAt(const QTextCursor &cursor) const
{
    const QTextTable *table = cursor.currentTable();
    if (table == nullptr)
        return -1;
    const int row = table->cellAt(cursor).row() - (m_heads.isEmpty() ? 0 : 1);
    return row < int(m_rows.size()) ? row : -1;
}

QMimeData *FieldList::createMimeDataFromSelection() const
{
    auto mime = std::make_unique<QMimeData>();
    const QTextCursor cursor = textCursor();
    if (cursor.currentTable() == nullptr && !m_rows.empty()) { // everything is selected, including what surrounds the table
        mime->setText(allText());
        return mime.release();
    }
    int row = 0, rows = 0, column = 0, columns = 0;
    cursor.selectedTableCells(&row, &rows, &column, &columns);
    if (!cursor.hasComplexSelection() || row < 0) {
        mime->setText(cursor.selectedText().replace(QChar::ParagraphSeparator, QLatin1Char('\n')));
        return mime.release();
    }
    // Cells of several rows or columns: copies whole values, even if shown truncated.
    QStringList lines;
    for (int i = row; i < row + rows; ++i) {
        const int index = i - (m_heads.isEmpty() ? 0 : 1);
        if (index < 0 || index >= int(m_rows.size()))
            continue;
        const FieldRow &field = m_rows[size_t(index)];
        lines << (column == 0 && columns > 1 ? rowText(field) : field.cells.mid(column, columns).join(QLatin1Char('\t')));
    }
    mime->setText(lines.join(QLatin1Char('\n')));
    return mime.release();
}

// QTextEdit scrolls to its cursor, and so its margin away, while it is still too small.
void FieldList::showEvent(QShowEvent *event)
{
    const int scroll = verticalScrollBar()->value();
    QTextEdit::showEvent(event);
    verticalScrollBar()->setValue(scroll);
}

void FieldList::keyPressEvent(QKeyEvent *event)
{
    // Without a selection, Ctrl+C copies the value of the current line.
    if (event->matches(QKeySequence::Copy) && !textCursor().hasSelection()) {
        if (const int row = rowAt(textCursor()); row >= 0)
            QGuiApplication::clipboard()->setText(m_rows[size_t(row)].cells.value(1));
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void FieldList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QTextCursor cursor = byKey ? textCursor() : cursorForPosition(viewport()->mapFrom(this, event->pos()));
    const int row = rowAt(cursor);
    QMenu menu(this);
    if (textCursor().hasSelection())
        menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy"), this, &QTextEdit::copy);
    if (row >= 0 && !m_rows[size_t(row)].heading) {
        const FieldRow field = m_rows[size_t(row)];
        menu.addAction(tr("Copy value"), this, [field] { QGuiApplication::clipboard()->setText(field.cells.value(1)); });
        menu.addAction(tr("Copy name and value"), this, [field] { QGuiApplication::clipboard()->setText(rowText(field)); });
        menu.addAction(tr("Copy all"), this, &FieldList::copyAll);
        menu.addSeparator();
        addFilterActions(menu, field.filter, [this](const QString &term) { Q_EMIT filterRequested(term); });
    } else if (!m_rows.empty()) {
        menu.addAction(tr("Copy all"), this, &FieldList::copyAll);
    }
    menu.addSeparator();
    menu.addAction(tr("Select all"), this, &QTextEdit::selectAll)->setEnabled(!m_rows.empty());
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(byKey ? viewport()->mapToGlobal(cursorRect().bottomLeft()) : event->globalPos());
}

} // namespace ui
