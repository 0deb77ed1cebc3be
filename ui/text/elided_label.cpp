// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/elided_label.h"

namespace ui {

namespace {

const QString separator = QStringLiteral(" · ");

} // namespace

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
    // Of parts, those that fit; of one part, its beginning.
    QString fitting = m_full;
    for (qsizetype end = fitting.lastIndexOf(separator); end > 0 && fontMetrics().horizontalAdvance(fitting) > width(); end = fitting.lastIndexOf(separator))
        fitting.truncate(end);
    const QString shown = fontMetrics().elidedText(fitting, Qt::ElideRight, width());
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
