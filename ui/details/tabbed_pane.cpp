// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/tabbed_pane.h"

#include "ui/text/elided_label.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QTabBar>

namespace ui {

namespace {

// Every tab is as wide as its bold text, so that selecting one moves none.
class SteadyTabBar : public QTabBar
{
public:
    explicit SteadyTabBar(const QFont &strong) : m_strong(strong) {}

protected:
    QSize tabSizeHint(int index) const override
    {
        const QSize plain = QTabBar::tabSizeHint(index);
        const int more = m_strong.horizontalAdvance(tabText(index)) - fontMetrics().horizontalAdvance(tabText(index));
        return {plain.width() + qMax(0, more), plain.height()};
    }

private:
    QFontMetrics m_strong;
};

// A hidden page needs no space.
class Pages : public QStackedWidget
{
public:
    QSize minimumSizeHint() const override { return currentWidget() ? currentWidget()->minimumSizeHint() : QSize(); }
};

} // namespace

TabbedPane::TabbedPane(Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent), m_tabs(new SteadyTabBar(theme.uiStrong())), m_title(new QLabel(title)), m_summary(new ElidedLabel), m_pages(new Pages)
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(theme.uiStrong());
    m_summary->setProperty("role", "dim");
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false); // with hidden tabs it scrolls even if there is room
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setFocusPolicy(Qt::TabFocus);
    m_tabs->setAccessibleName(title);
    setFocusProxy(m_tabs);

    auto *bar = new QWidget;
    bar->setFixedHeight(measure::tab);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(measure::margin, 0, measure::margin, 0);
    barLayout->setSpacing(measure::step * 2);
    barLayout->addWidget(m_title);
    barLayout->addWidget(m_tabs, 0, Qt::AlignBottom);
    barLayout->addWidget(m_summary, 1);

    auto *line = new QFrame;
    line->setProperty("role", "hairline");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar);
    layout->addWidget(line);
    layout->addWidget(m_pages, 1);

    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        if (m_arranging || page < 0)
            return;
        m_wanted = page;
        showPage(page);
    });
}

int TabbedPane::addPage(const QString &name, QWidget *page)
{
    const QScopedValueRollback arranging(m_arranging, true);
    m_names.push_back(name);
    m_pages->addWidget(page);
    return m_tabs->addTab(name);
}

void TabbedPane::setName(int page, const QString &name)
{
    m_names[size_t(page)] = name;
}

void TabbedPane::setCount(int page, int count)
{
    const QString &name = m_names[size_t(page)];
    const QString text = count < 0 ? name : QStringLiteral("%1 %2").arg(name).arg(count);
    if (m_tabs->tabText(page) != text)
        m_tabs->setTabText(page, text);
    m_tabs->updateGeometry();
}

void TabbedPane::setPageVisible(int page, bool visible)
{
    if (m_tabs->isTabVisible(page) == visible)
        return;
    {
        const QScopedValueRollback arranging(m_arranging, true);
        m_tabs->setTabVisible(page, visible);
        m_tabs->setTabEnabled(page, visible); // keys and the wheel reach hidden ones, too
        int current = m_wanted;
        if (!m_tabs->isTabVisible(current) && m_substitute >= 0 && m_tabs->isTabVisible(m_substitute))
            current = m_substitute;
        for (int other = 0; other < m_tabs->count() && !m_tabs->isTabVisible(current); ++other)
            current = other;
        m_tabs->setCurrentIndex(current);
    }
    m_tabs->updateGeometry(); // QTabBar does not do this when a tab is hidden
    showPage(m_tabs->currentIndex());
}

bool TabbedPane::isPageVisible(int page) const { return m_tabs->isTabVisible(page); }

void TabbedPane::setCurrentPage(int page) { m_tabs->setCurrentIndex(page); }

int TabbedPane::currentPage() const { return m_pages->currentIndex(); }

int TabbedPane::wantedPage() const { return m_wanted; }

QString TabbedPane::tabText(int page) const { return m_tabs->tabText(page); }

void TabbedPane::showPage(int page)
{
    if (m_pages->currentIndex() == page)
        return;
    m_pages->setCurrentIndex(page);
    m_pages->updateGeometry();
    Q_EMIT pageShown(page);
}

void TabbedPane::setSummary(const QString &text, const QString &toolTip)
{
    m_summary->setFullText(text, toolTip);
}

QString TabbedPane::summary() const { return m_summary->fullText(); }

} // namespace ui
