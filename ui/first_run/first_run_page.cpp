// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/first_run_page.h"

#include "ui/first_run/status_dot.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QUrl>

#include <algorithm>

namespace ui {

namespace {

constexpr int columnWidth = 520;
constexpr int iconSize = 64;

QLabel *plainLabel(const QString &text, const char *role = nullptr)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (role != nullptr)
        label->setProperty("role", role);
    return label;
}

QFrame *hairline()
{
    auto *line = new QFrame;
    line->setProperty("role", "hairline");
    return line;
}

// Something is missing, or the user can do something about it.
bool isWorthTelling(const wire::Finding &finding)
{
    return finding.state == wire::FindingState::Bad || (finding.state == wire::FindingState::Notice && !finding.advice.empty());
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->layout() != nullptr)
            clearLayout(item->layout());
        delete item->widget();
        delete item;
    }
}

} // namespace

FirstRunPage::FirstRunPage(Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_icon(new QLabel), m_error(plainLabel({}, "bad")), m_urlProblem(plainLabel({}, "bad")),
      m_checks(new QVBoxLayout), m_all(new QPushButton), m_start(new QPushButton(tr("Start capturing"))),
      m_try(new QPushButton(tr("Try it"))), m_url(new QLineEdit(QStringLiteral("https://example.org/")))
{
    auto *title = plainLabel(tr("Cleartap shows what the programs on this machine send and receive, decrypted, "
                                            "without changing them."));
    QFont large = theme.ui();
    large.setPixelSize(17);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setStyleSheet(QStringLiteral("font-size: 17px; font-weight: 600;"));

    m_checks->setSpacing(0);
    m_all->setProperty("role", "small");
    connect(m_all, &QPushButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        rebuild();
    });
    m_start->setProperty("role", "primary");
    m_start->setDefault(true);
    m_start->setIcon(theme.icon(QStringLiteral("start"), &Tokens::onAccent));
    m_try->setIcon(theme.icon(QStringLiteral("try")));
    m_try->setToolTip(tr("Captures while curl fetches this URL"));
    m_url->setAccessibleName(tr("URL to try"));
    m_url->setPlaceholderText(QStringLiteral("https://…"));

    auto *buttons = new QGridLayout;
    buttons->setHorizontalSpacing(measure::step * 2);
    buttons->setVerticalSpacing(measure::step * 2);
    buttons->addWidget(m_start, 0, 0);
    buttons->addWidget(plainLabel(tr("all programs of your user"), "dim"), 0, 1);
    buttons->addWidget(m_try, 1, 0);
    buttons->addWidget(m_url, 1, 1);
    buttons->addWidget(m_urlProblem, 2, 1);
    buttons->setColumnStretch(1, 1);

    auto *column = new QWidget;
    column->setMaximumWidth(columnWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 32, 0, 32);
    layout->setSpacing(0);
    layout->addWidget(m_icon);
    layout->addSpacing(16);
    layout->addWidget(title);
    layout->addSpacing(24);
    auto *section = new QLabel(tr("THIS MACHINE"));
    section->setProperty("role", "section");
    layout->addWidget(section);
    layout->addSpacing(8);
    layout->addLayout(m_checks);
    layout->addSpacing(4);
    layout->addWidget(m_all, 0, Qt::AlignLeft);
    layout->addSpacing(24);
    layout->addLayout(buttons);
    layout->addSpacing(12);
    layout->addWidget(m_error);

    // Centred, slightly above the middle, and never clipped in a small window.
    auto *canvas = new QWidget;
    auto *rows = new QVBoxLayout(canvas);
    rows->setContentsMargins(24, 0, 24, 0);
    rows->addStretch(2);
    auto *columns = new QHBoxLayout;
    columns->addStretch(1);
    columns->addWidget(column, 1000);
    columns->addStretch(1);
    rows->addLayout(columns);
    rows->addStretch(3);
    canvas->setProperty("role", "panel");
    canvas->setAttribute(Qt::WA_StyledBackground);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(canvas);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);

    const auto drawIcon = [this] {
        m_icon->setPixmap(m_theme.icon(QStringLiteral("cleartap")).pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    };
    drawIcon();
    connect(&theme, &Theme::changed, this, drawIcon);
    connect(m_start, &QPushButton::clicked, this, &FirstRunPage::startRequested);
    connect(m_try, &QPushButton::clicked, this, &FirstRunPage::tryUrl);
    connect(m_url, &QLineEdit::returnPressed, this, &FirstRunPage::tryUrl);
    connect(m_url, &QLineEdit::textChanged, this, [this] { showUrlProblem({}); });
    showUrlProblem({});
    setError({});
    rebuild();
}

void FirstRunPage::setFindings(const std::vector<wire::Finding> &findings)
{
    m_findings = findings;
    rebuild();
}

void FirstRunPage::setUnchecked()
{
    m_unchecked = true;
    rebuild();
}

void FirstRunPage::setError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    if (m_findings.empty())
        rebuild();
}

void FirstRunPage::setBusy(const QString &reason)
{
    for (QPushButton *button : {m_start, m_try})
        button->setEnabled(reason.isEmpty());
    m_start->setToolTip(reason);
    m_try->setToolTip(reason.isEmpty() ? tr("Captures while curl fetches this URL") : reason);
}

QString FirstRunPage::url() const { return m_url->text().trimmed(); }

void FirstRunPage::rebuild()
{
    clearLayout(m_checks);
    m_all->setVisible(!m_findings.empty());
    m_all->setText(m_unfolded ? tr("Hide the checks") : tr("Show all checks (%1)").arg(m_findings.size()));
    if (m_findings.empty()) {
        const bool waits = !m_unchecked && m_error->text().isEmpty();
        return addRow(&Tokens::dim, true, waits ? tr("Checking …") : tr("Not checked"), QString(),
                      waits ? tr("Checking what works on this machine.")
                            : m_unchecked ? tr("This is known once the helper has run. Starting it requires an administrator's password.")
                                          : tr("This is known once the helper has run."));
    }
    const auto anyIn = [this](wire::FindingState state) {
        return std::ranges::any_of(m_findings, [&](const wire::Finding &finding) { return finding.state == state && isWorthTelling(finding); });
    };
    if (anyIn(wire::FindingState::Bad))
        addRow(&Tokens::bad, false, {}, tr("Not everything works on this machine:"), {});
    else if (anyIn(wire::FindingState::Notice))
        addRow(&Tokens::notice, false, {}, tr("Capturing works on this machine, with limits:"), {});
    else
        addRow(&Tokens::good, false, {}, tr("Everything works on this machine."), {});
    for (const wire::Finding &finding : m_findings) {
        if (!m_unfolded && !isWorthTelling(finding))
            continue;
        QColor Tokens::*const colour = finding.state == wire::FindingState::Good ? &Tokens::good
            : finding.state == wire::FindingState::Notice                         ? &Tokens::notice
                                                                                  : &Tokens::bad;
        // Advice only for what is not green.
        const bool good = finding.state == wire::FindingState::Good;
        addRow(colour, false, clippedText(finding.name), clippedText(finding.value), good ? QString() : clippedText(finding.advice));
    }
}

void FirstRunPage::addRow(QColor Tokens::*colour, bool hollow, const QString &name, const QString &value, const QString &advice)
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 7, 0, 7);
    row->setSpacing(measure::step * 2);
    row->addWidget(new StatusDot(m_theme, colour, hollow), 0, Qt::AlignTop);
    if (!name.isEmpty()) {
        auto *label = plainLabel(name, "dim");
        label->setFixedWidth(160);
        label->setContentsMargins(0, 1, 0, 0);
        row->addWidget(label, 0, Qt::AlignTop);
    }
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    if (!value.isEmpty())
        texts->addWidget(plainLabel(value));
    if (!advice.isEmpty())
        texts->addWidget(plainLabel(advice, value.isEmpty() ? nullptr : "dim"));
    texts->setContentsMargins(0, 1, 0, 0);
    texts->addStretch();
    row->addLayout(texts, 1);
    if (m_checks->count() > 0)
        m_checks->addWidget(hairline());
    m_checks->addLayout(row);
}

void FirstRunPage::showUrlProblem(const QString &sentence)
{
    m_urlProblem->setText(sentence);
    m_urlProblem->setVisible(!sentence.isEmpty());
    m_url->setProperty("invalid", !sentence.isEmpty());
    style()->unpolish(m_url);
    style()->polish(m_url);
}

void FirstRunPage::tryUrl()
{
    if (!m_try->isEnabled())
        return;
    const QUrl parsed(url(), QUrl::StrictMode);
    const bool web = parsed.scheme() == QLatin1String("https") || parsed.scheme() == QLatin1String("http");
    if (!parsed.isValid() || !web || parsed.host().isEmpty()) {
        showUrlProblem(tr("Enter a URL that starts with https:// or http:// and has a host."));
        return;
    }
    Q_EMIT tryRequested(url());
}

} // namespace ui
