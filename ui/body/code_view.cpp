// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/code_view.h"

#include "ui/body/find_bar.h"
#include "ui/body/scintilla.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

using S = QsciScintillaBase;

constexpr int foldMargin = 2;
constexpr int hitIndicator = 8;
// Wrapping is computed for every line of the text, at once: half a second for a JSON body of one megabyte.
constexpr qsizetype wrapMax = 192 * 1024;
// Highlighting and folding process every line up to the last visible one.
constexpr qsizetype colourMax = 64 * 1024 * 1024;

// Scintilla's colours are 0xBBGGRR.
unsigned long bgr(const QColor &c)
{
    return static_cast<unsigned long>(c.red() | c.green() << 8 | c.blue() << 16);
}

// Scintilla uses points and does not support pixel sizes.
QFont inPoints(QFont font, const QWidget &widget)
{
    font.setPointSizeF(font.pixelSize() * 72.0 / widget.logicalDpiY());
    return font;
}

} // namespace

CodeView::CodeView(Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_editor(new QsciScintilla), m_find(new FindBar(theme)), m_work(this)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_find);
    m_find->hide();
    setFocusProxy(m_editor);

    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setUtf8(true);
    m_editor->setReadOnly(true);
    m_editor->setEolMode(QsciScintilla::EolUnix);
    m_editor->setExtraAscent(3);
    m_editor->setExtraDescent(1);
    m_editor->setCaretWidth(1);
    m_editor->setAccessibleName(tr("Body"));
    for (int margin = 0; margin < 5; ++margin)
        m_editor->setMarginWidth(margin, 0);
    m_editor->SendScintilla(S::SCI_SETUNDOCOLLECTION, 0UL);
    m_editor->SendScintilla(S::SCI_SETSCROLLWIDTH, 1UL);
    m_editor->SendScintilla(S::SCI_SETSCROLLWIDTHTRACKING, 1UL);
    m_editor->SendScintilla(S::SCI_SETLAYOUTCACHE, static_cast<unsigned long>(S::SC_CACHE_PAGE));
    m_editor->SendScintilla(S::SCI_SETIDLESTYLING, static_cast<unsigned long>(S::SC_IDLESTYLING_TOVISIBLE));
    m_editor->SendScintilla(S::SCI_SETMARGINLEFT, 0UL, 8L);
    m_editor->SendScintilla(S::SCI_SETENDATLASTLINE, 1UL);
    m_editor->SendScintilla(S::SCI_SETTABWIDTH, 4UL);
    m_editor->SendScintilla(S::SCI_INDICSETSTYLE, static_cast<unsigned long>(hitIndicator), static_cast<long>(S::INDIC_STRAIGHTBOX));
    m_editor->SendScintilla(S::SCI_INDICSETUNDER, static_cast<unsigned long>(hitIndicator), 1L);
    m_editor->SendScintilla(S::SCI_INDICSETALPHA, static_cast<unsigned long>(hitIndicator), 255L);
    m_editor->SendScintilla(S::SCI_INDICSETOUTLINEALPHA, static_cast<unsigned long>(hitIndicator), 255L);
    m_editor->SendScintilla(S::SCI_SETAUTOMATICFOLD,
                            static_cast<unsigned long>(S::SC_AUTOMATICFOLD_SHOW | S::SC_AUTOMATICFOLD_CLICK | S::SC_AUTOMATICFOLD_CHANGE));
    m_editor->setContextMenuPolicy(Qt::CustomContextMenu);
    m_editor->installEventFilter(this);
    connect(m_editor, &QWidget::customContextMenuRequested, this, &CodeView::showMenu);
    connect(m_find, &FindBar::wantedChanged, this, &CodeView::search);
    connect(m_find, &FindBar::next, this, [this] { step(1); });
    connect(m_find, &FindBar::previous, this, [this] { step(-1); });
    connect(m_find, &FindBar::closed, this, &CodeView::closeFind);
    connect(&theme, &Theme::changed, this, &CodeView::applyTheme);
    applyTheme();
}

// The editor must not call a destroyed lexer.
CodeView::~CodeView() { m_editor->setLexer(nullptr); }

void CodeView::applyTheme()
{
    const Tokens &t = m_theme.current();
    const QFont font = inPoints(m_theme.code(), *this);
    if (QsciLexer *lexer = m_lexers[size_t(m_syntax)].get()) {
        colourLexer(*lexer, m_syntax, t, font);
        m_editor->setLexer(lexer);
    } else {
        m_editor->setLexer(nullptr);
        m_editor->setFont(font);
        m_editor->setColor(t.text);
        m_editor->setPaper(t.panel);
    }
    m_editor->setCaretForegroundColor(t.accent);
    m_editor->setSelectionBackgroundColor(t.textSelection);
    m_editor->resetSelectionForegroundColor();
    m_editor->setMarginsBackgroundColor(t.panel);
    m_editor->setMarginsForegroundColor(t.dim);
    m_editor->setFoldMarginColors(t.panel, t.panel);
    m_editor->SendScintilla(S::SCI_INDICSETFORE, static_cast<unsigned long>(hitIndicator), static_cast<long>(bgr(t.found)));
    setFolding(m_syntax != Syntax::None);
}

void CodeView::setFolding(bool on)
{
    m_editor->setFolding(on ? QsciScintilla::PlainFoldStyle : QsciScintilla::NoFoldStyle, foldMargin);
    m_editor->setMarginWidth(foldMargin, on ? 16 : 0);
    if (!on)
        return;
    // Plain triangles: pointing right if folded, down if foldable.
    const Tokens &t = m_theme.current();
    const QColor quiet((t.dim.red() + t.panel.red()) / 2, (t.dim.green() + t.panel.green()) / 2, (t.dim.blue() + t.panel.blue()) / 2);
    const std::pair<int, int> shapes[] = {
        {S::SC_MARKNUM_FOLDER, S::SC_MARK_ARROW},        {S::SC_MARKNUM_FOLDEROPEN, S::SC_MARK_ARROWDOWN},
        {S::SC_MARKNUM_FOLDEREND, S::SC_MARK_ARROW},     {S::SC_MARKNUM_FOLDEROPENMID, S::SC_MARK_ARROWDOWN},
        {S::SC_MARKNUM_FOLDERSUB, S::SC_MARK_EMPTY},     {S::SC_MARKNUM_FOLDERTAIL, S::SC_MARK_EMPTY},
        {S::SC_MARKNUM_FOLDERMIDTAIL, S::SC_MARK_EMPTY},
    };
    for (const auto &[marker, shape] : shapes) {
        const auto number = static_cast<unsigned long>(marker);
        m_editor->SendScintilla(S::SCI_MARKERDEFINE, number, static_cast<long>(shape));
        m_editor->SendScintilla(S::SCI_MARKERSETFORE, number, static_cast<long>(bgr(quiet)));
        m_editor->SendScintilla(S::SCI_MARKERSETBACK, number, static_cast<long>(bgr(quiet)));
    }
    m_editor->SendScintilla(S::SCI_SETFOLDFLAGS, static_cast<unsigned long>(S::SC_FOLDFLAG_LINEAFTER_CONTRACTED));
}

void CodeView::setText(const QByteArray &text, Syntax syntax, bool sameText)
{
    if (sameText && syntax == m_syntax && text == m_text)
        return;
    m_text = text;
    if (text.size() > colourMax)
        syntax = Syntax::None;
    const int line = m_editor->firstVisibleLine();
    m_editor->setReadOnly(false);
    m_editor->SendScintilla(S::SCI_CLEARALL);
    if (syntax != m_syntax) {
        m_syntax = syntax;
        auto &lexer = m_lexers[size_t(syntax)];
        if (!lexer)
            lexer = makeLexer(syntax);
        applyTheme();
    }
    m_editor->setWrapMode(text.size() <= wrapMax ? QsciScintilla::WrapCharacter : QsciScintilla::WrapNone);
    m_editor->SendScintilla(S::SCI_SETSCROLLWIDTH, 1UL);
    // Raw bytes: a conversion through QString would replace those that are not UTF-8.
    m_editor->SendScintilla(S::SCI_ALLOCATE, static_cast<unsigned long>(text.size() + 1));
    m_editor->SendScintilla(S::SCI_APPENDTEXT, static_cast<unsigned long>(text.size()), text.constData());
    m_editor->SendScintilla(S::SCI_EMPTYUNDOBUFFER);
    m_editor->setReadOnly(true);
    if (sameText)
        m_editor->setFirstVisibleLine(line);
    else
        m_editor->SendScintilla(S::SCI_GOTOPOS, 0UL);
    search();
}

QString CodeView::text() const { return QString::fromUtf8(m_text); }

void CodeView::openFind() { m_find->open(m_editor->selectedText().section(QLatin1Char('\n'), 0, 0)); }

void CodeView::closeFind()
{
    m_find->hide();
    m_editor->setFocus();
    search();
}

void CodeView::search()
{
    m_work.cancel();
    m_hits = {};
    m_hit = -1;
    m_editor->SendScintilla(S::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(hitIndicator));
    m_editor->SendScintilla(S::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(m_text.size()));
    const QByteArray wanted = m_find->wanted().toUtf8();
    if (m_find->isHidden() || wanted.isEmpty()) {
        m_find->setCount(0, 0, false);
        return;
    }
    m_find->setCount(0, -1, false);
    m_work.start([text = m_text, wanted](const Background::Superseded &) { return findAll(text, wanted); },
                      [this, length = wanted.size()](Hits hits) { takeHits(std::move(hits), length); });
}

void CodeView::takeHits(Hits hits, qsizetype length)
{
    m_hits = std::move(hits);
    for (const qsizetype at : m_hits.offsets)
        m_editor->SendScintilla(S::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(at), static_cast<long>(length));
    // The first one from where the reader is.
    const auto caret = qsizetype(m_editor->SendScintilla(S::SCI_GETSELECTIONSTART));
    const auto &offsets = m_hits.offsets;
    const auto from = std::lower_bound(offsets.begin(), offsets.end(), caret);
    showHit(offsets.empty() ? -1 : from == offsets.end() ? 0 : int(from - offsets.begin()));
}

void CodeView::showHit(int index)
{
    m_hit = index;
    m_find->setCount(index + 1, int(m_hits.offsets.size()), m_hits.more);
    if (index < 0)
        return;
    const auto at = static_cast<unsigned long>(m_hits.offsets[size_t(index)]);
    const auto end = static_cast<long>(at) + static_cast<long>(m_find->wanted().toUtf8().size());
    const long line = m_editor->SendScintilla(S::SCI_LINEFROMPOSITION, at);
    m_editor->SendScintilla(S::SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<unsigned long>(line));
    m_editor->SendScintilla(S::SCI_SETSEL, at, end);
    m_editor->SendScintilla(S::SCI_SCROLLCARET);
}

void CodeView::step(int by)
{
    const int count = int(m_hits.offsets.size());
    if (count > 0)
        showHit((m_hit + by + count) % count);
}

void CodeView::showMenu(QPoint point)
{
    QMenu menu(this);
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy"), m_editor, &QsciScintilla::copy)
        ->setEnabled(m_editor->hasSelectedText());
    menu.addAction(tr("Copy all"), this, [this] { QGuiApplication::clipboard()->setText(text()); })->setEnabled(!m_text.isEmpty());
    menu.addAction(tr("Select all"), m_editor, [this] { m_editor->selectAll(true); });
    menu.addSeparator();
    menu.addAction(m_theme.icon(QStringLiteral("search")), tr("Find …\tCtrl+F"), this, &CodeView::openFind);
    if (m_syntax != Syntax::None) {
        menu.addSeparator();
        const auto fold = [this](int action) { m_editor->SendScintilla(S::SCI_FOLDALL, static_cast<unsigned long>(action)); };
        menu.addAction(m_theme.icon(QStringLiteral("fold")), tr("Fold all"), this, [fold] { fold(S::SC_FOLDACTION_CONTRACT); });
        menu.addAction(m_theme.icon(QStringLiteral("unfold")), tr("Unfold all"), this, [fold] { fold(S::SC_FOLDACTION_EXPAND); });
    }
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(m_editor->mapToGlobal(point));
}

bool CodeView::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(object, event);
    auto *key = static_cast<QKeyEvent *>(event);
    // A read-only editor leaves these to the window, where Ctrl+C and Ctrl+F mean something else.
    if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)) {
        if (event->type() == QEvent::ShortcutOverride) {
            event->accept();
            return true;
        }
        return QWidget::eventFilter(object, event);
    }
    const bool find = key->matches(QKeySequence::Find);
    const bool open = m_find->isVisible();
    const bool next = open && key->matches(QKeySequence::FindNext);
    const bool previous = open && key->matches(QKeySequence::FindPrevious);
    const bool close = open && key->key() == Qt::Key_Escape;
    if (!find && !next && !previous && !close) {
        // Tab leaves the body: keyboard users must be able to get out again.
        if (event->type() == QEvent::KeyPress && (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab)) {
            focusNextPrevChild(key->key() == Qt::Key_Tab);
            return true;
        }
        return QWidget::eventFilter(object, event);
    }
    event->accept();
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (find)
        openFind();
    else if (close)
        closeFind();
    else
        step(next ? 1 : -1);
    return true;
}

} // namespace ui
