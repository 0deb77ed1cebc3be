// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/guide.h"

#include "ui/text/guide_text.h"
#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

namespace ui {

Guide::Guide(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_pages(new QListWidget(this))
    , m_text(new QTextBrowser(this))
{
    setWindowTitle(tr("Guide"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_pages->setAccessibleName(tr("Pages"));
    m_pages->setFixedWidth(170);
    m_pages->setSpacing(4);
    m_text->setAccessibleName(tr("Text"));
    m_text->setOpenLinks(false);
    m_text->document()->setDefaultStyleSheet(QStringLiteral("code { font-family: '%1'; } li { margin-bottom: 5px; } p { margin-bottom: 10px; line-height: 130%; }")
                                                 .arg(theme.mono().family()));
    m_text->document()->setDocumentMargin(16);
    for (const GuidePage &page : guidePages())
        m_pages->addItem(page.title);
    connect(m_pages, &QListWidget::currentRowChanged, this, &Guide::showPage);
    connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        if (link.scheme() == QLatin1String("filter"))
            Q_EMIT filterChosen(link.path(QUrl::FullyDecoded));
    });
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *pages = new QHBoxLayout;
    pages->setSpacing(12);
    pages->addWidget(m_pages);
    pages->addWidget(m_text, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 12);
    layout->setSpacing(12);
    layout->addLayout(pages, 1);
    layout->addWidget(buttons);
    resize(820, 520);
    m_pages->setCurrentRow(0);
}

void Guide::showPage(int page)
{
    const GuidePage shown = guidePages().at(page);
    m_text->setHtml(QStringLiteral("<h2>%1</h2>%2").arg(shown.title, shown.html));
}

} // namespace ui
