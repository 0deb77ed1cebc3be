// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace ui {

Banner::Banner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("banner"));
    setProperty("role", QStringLiteral("banner"));
    const auto draw = [this, &theme] {
        m_icon->setPixmap(theme.icon(QStringLiteral("notice"), &Tokens::notice).pixmap(QSize(16, 16), devicePixelRatioF()));
    };
    draw();
    connect(&theme, &Theme::changed, this, draw);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_action->setProperty("role", QStringLiteral("small"));
    auto *close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("flat"));
    close->setIcon(theme.icon(QStringLiteral("close")));
    close->setToolTip(tr("Dismiss"));
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, [this] {
        hide();
        if (const auto run = m_run)
            run();
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin, 6, measure::margin, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(close);
    hide();
}

void Banner::tell(const Notice &notice)
{
    m_text->setText(notice.sentence);
    m_text->setToolTip(notice.detail.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(notice.detail.toHtmlEscaped()));
    m_action->setText(notice.actionText);
    m_action->setVisible(bool(notice.action));
    m_run = notice.action;
    show();
}

QString Banner::sentence() const
{
    return isVisibleTo(parentWidget()) ? m_text->text() : QString();
}

} // namespace ui
