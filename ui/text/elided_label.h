// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that gives way where there is little room.
#pragma once

#include <QLabel>

namespace ui {

class ElidedLabel : public QLabel
{
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    // As much of `text` as there is room for; where it is cut the tool tip has all of it, before `tip`.
    void setFullText(const QString &text, const QString &tip = {});
    const QString &fullText() const { return m_full; }

protected:
    void resizeEvent(QResizeEvent *) override;

private:
    void elide();

    QString m_full, m_tip;
};

} // namespace ui
