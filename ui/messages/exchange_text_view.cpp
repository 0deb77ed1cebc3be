// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messages/exchange_text_view.h"

#include "ui/theme/theme.h"

#include <QScrollBar>

namespace ui {

namespace {

// What grows is read again at most this often.
constexpr int againMs = 400;

} // namespace

ExchangeTextView::ExchangeTextView(Theme &theme, QWidget *parent)
    : QTextEdit(parent)
    , m_theme(theme)
    , m_work(this)
{
    setFrameShape(NoFrame);
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(measure::margin);
    m_again.setSingleShot(true);
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, &ExchangeTextView::load);
    connect(&theme, &Theme::changed, this, &ExchangeTextView::render);
}

void ExchangeTextView::showExchange(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId id)
{
    m_store = &store;
    m_bodies = std::move(bodies);
    m_id = id;
    m_again.stop();
    forget();
    clear();
    load();
}

void ExchangeTextView::clearExchange()
{
    m_store = nullptr;
    m_work.cancel();
    m_reading = false;
    m_again.stop();
    forget();
    clear();
}

void ExchangeTextView::refresh()
{
    if (m_store && !m_again.isActive() && hasGrown())
        m_again.start();
}

void ExchangeTextView::showEvent(QShowEvent *event)
{
    QTextEdit::showEvent(event);
    if (m_stale)
        load();
}

void ExchangeTextView::load()
{
    m_stale = !isVisible();
    if (!m_stale && m_store)
        read();
}

void ExchangeTextView::rewrite(bool follows, const std::function<void(QTextCursor &)> &write)
{
    const int scroll = verticalScrollBar()->value();
    const bool atEnd = scroll == verticalScrollBar()->maximum() && follows && !document()->isEmpty();
    clear();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    write(cursor);
    cursor.endEditBlock();
    verticalScrollBar()->setValue(atEnd ? verticalScrollBar()->maximum() : scroll);
}

void ExchangeTextView::addBlock(QTextCursor &cursor, const QTextBlockFormat &block, const QTextCharFormat &characters, const QString &words)
{
    if (cursor.position() == 0)
        cursor.setBlockFormat(block);
    else
        cursor.insertBlock(block);
    cursor.insertText(words, characters);
}

} // namespace ui
