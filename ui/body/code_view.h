// SPDX-License-Identifier: GPL-3.0-or-later
// Read-only text with syntax highlighting, folding and a find bar.
#pragma once

#include "ui/background/background.h"
#include "ui/body/syntax.h"
#include "ui/body/text_search.h"

#include <QByteArray>
#include <QWidget>

#include <array>
#include <memory>

class QsciLexer;
class QsciScintilla;

namespace ui {

class FindBar;
class Theme;

class CodeView : public QWidget
{
    Q_OBJECT
public:
    explicit CodeView(Theme &, QWidget *parent = nullptr);
    ~CodeView() override;

    // UTF-8; invalid bytes are shown as their values. Lines must be short (see wrapLongLines): the editor freezes on
    // a line of millions of characters. `sameText` keeps the scroll position.
    void setText(const QByteArray &, Syntax, bool sameText = false);
    QString text() const;
    void openFind();
    QsciScintilla *editor() const { return m_editor; }

protected:
    bool eventFilter(QObject *, QEvent *) override;

private:
    void applyTheme();
    void setFolding(bool);
    void search();
    void takeHits(Hits, qsizetype length);
    void showHit(int index);
    void step(int by);
    void closeFind();
    void showMenu(QPoint);

    Theme &m_theme;
    QsciScintilla *m_editor;
    FindBar *m_find;
    QByteArray m_text;
    Syntax m_syntax = Syntax::None;
    std::array<std::unique_ptr<QsciLexer>, syntaxCount> m_lexers;
    Hits m_hits;
    int m_hit = -1;
    Background m_work;
};

} // namespace ui
