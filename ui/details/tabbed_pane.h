// SPDX-License-Identifier: GPL-3.0-or-later
// A pane of the details: its name, tabs beside it, a summary at the right end, one page below.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

class QLabel;
class QStackedWidget;
class QTabBar;

namespace ui {

class ElidedLabel;
class Theme;

class TabbedPane : public QWidget
{
    Q_OBJECT
public:
    TabbedPane(Theme &, const QString &title, QWidget *parent = nullptr);

    // Pages are numbered from 0 in the order they are added.
    int addPage(const QString &name, QWidget *page);
    void setName(int page, const QString &name);
    // "Query 3": a count behind the name; negative: none.
    void setCount(int page, int count);
    // Hiding the current page shows its substitute, else the first visible one; it comes back with its page, until the user
    // chooses another.
    void setPageVisible(int page, bool visible);
    bool isPageVisible(int page) const;
    void setSubstitute(int page) { m_substitute = page; }
    void setCurrentPage(int page);
    int currentPage() const;
    int wantedPage() const;      // what the user chose, shown or not
    QString tabText(int page) const;
    void setSummary(const QString &text, const QString &toolTip = {});
    QString summary() const;

Q_SIGNALS:
    void pageShown(int page);

private:
    void showPage(int page);

    QTabBar *m_tabs;
    QLabel *m_title;
    ElidedLabel *m_summary;
    QStackedWidget *m_pages;
    std::vector<QString> m_names;
    int m_wanted = 0;          // what the user chose
    int m_substitute = -1;     // shown where that is hidden
    bool m_arranging = false;  // tabs change, not the user's choice
};

} // namespace ui
