// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/elided_label.h"

namespace ui {

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setFullText(const QString &text, const QString &tip)
{
    m_full = text;
    m_tip = tip;
    elide();
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide()
{
    const QString shown = fontMetrics().elidedText(m_full, Qt::ElideRight, width());
    setText(shown);
    QStringList tip;
    if (shown != m_full)
        tip << m_full;
    if (!m_tip.isEmpty())
        tip << m_tip;
    // Escaped: a tooltip that looks like HTML would be rendered as such.
    setToolTip(tip.join(QLatin1Char('\n')).toHtmlEscaped());
}

} // namespace ui
