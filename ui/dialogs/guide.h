// SPDX-License-Identifier: GPL-3.0-or-later
// A short guide to the window: a page for each task, with filters to click.
#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace ui {

class Theme;

class Guide : public QDialog
{
    Q_OBJECT
public:
    explicit Guide(const Theme &, QWidget *parent = nullptr);

Q_SIGNALS:
    void filterChosen(const QString &);

private:
    void showPage(int);

    QListWidget *m_pages;
    QTextBrowser *m_text;
};

} // namespace ui
