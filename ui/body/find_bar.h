// SPDX-License-Identifier: GPL-3.0-or-later
// The bar below a text: search text, number of matches, next and previous.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

class Theme;

class FindBar : public QWidget
{
    Q_OBJECT
public:
    explicit FindBar(Theme &, QWidget *parent = nullptr);

    void open(const QString &preset);
    QString wanted() const;
    // `current` counts from 1; 0: none selected. Negative total: still counting.
    void setCount(int current, int total, bool more);
    QString countText() const;

Q_SIGNALS:
    void wantedChanged(const QString &);
    void next();
    void previous();
    void closed();

protected:
    bool eventFilter(QObject *, QEvent *) override;

private:
    QLineEdit *m_edit;
    QLabel *m_count;
    QToolButton *m_previous, *m_next;
};

} // namespace ui
