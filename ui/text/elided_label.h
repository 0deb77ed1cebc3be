// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that shrinks if there is little room.
#pragma once

#include <QLabel>

namespace ui {

class ElidedLabel : public QLabel
{
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    // Elides `text` to fit; if elided, the tooltip has all of it, before `tip`.
    void setFullText(const QString &text, const QString &tip = {});
    const QString &fullText() const { return m_full; }

protected:
    void resizeEvent(QResizeEvent *) override;

private:
    void elide();

    QString m_full, m_tip;
};

} // namespace ui
