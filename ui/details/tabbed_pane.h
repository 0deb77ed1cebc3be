// SPDX-License-Identifier: GPL-3.0-or-later
// A pane of the details: its name, tabs beside it, a summary at the right, one page below.
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
    // "Query 3": a count after the name; negative: none.
    void setCount(int page, int count);
    // Hiding the current page shows its substitute, else the first visible page; the hidden one returns with its page,
    // unless the user has chosen another.
    void setPageVisible(int page, bool visible);
    bool isPageVisible(int page) const;
    void setSubstitute(int page) { m_substitute = page; }
    void setCurrentPage(int page);
    int currentPage() const;
    int wantedPage() const;      // chosen by the user, visible or not
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
    int m_wanted = 0;          // chosen by the user
    int m_substitute = -1;     // shown while that one is hidden
    bool m_arranging = false;  // tabs are being changed by code, not by the user
};

} // namespace ui
