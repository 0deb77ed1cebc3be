// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/json_page.h"

#include "ui/body/json_tree_view.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>

#include <chrono>

namespace ui {

namespace {

constexpr std::chrono::milliseconds typing(300);

} // namespace

JsonPage::JsonPage(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit)
    , m_message(new QLabel)
    , m_tree(new JsonTreeView(theme))
{
    m_filter->setProperty("role", "small");
    m_filter->setFont(theme.mono());
    m_filter->setPlaceholderText(tr("jq filter, such as .items[] | .name"));
    m_filter->setAccessibleName(tr("jq filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(420);
    m_message->setProperty("role", "dim");
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(measure::margin, 4, measure::margin, 4);
    bar->setSpacing(measure::step * 2);
    bar->addWidget(m_filter, 3);
    bar->addWidget(m_message, 4);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_tree, 1);

    m_typing.setSingleShot(true);
    m_typing.setInterval(typing);
    connect(m_filter, &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            apply();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &JsonPage::apply);
    connect(&m_typing, &QTimer::timeout, this, &JsonPage::apply);
    connect(&m_query, &JqQuery::found, this, [this](const QByteArray &json, bool whole) {
        m_tree->setJson(json);
        const qsizetype results = json.count('\n');
        say(!whole ? tr("The first %1 of the results").arg(sizeText(uint64_t(json.size()))) : results == 0 ? tr("No result") : results == 1 ? QString() : tr("%1 results").arg(results), false);
    });
    connect(&m_query, &JqQuery::failed, this, [this](const QString &sentence) { say(sentence, true); });
}

void JsonPage::setJson(const QByteArray &utf8)
{
    m_json = utf8;
    apply();
}

QString JsonPage::message() const { return m_message->text(); }

void JsonPage::apply()
{
    m_typing.stop();
    const QString filter = m_filter->text().trimmed();
    if (filter.isEmpty() || m_json.isEmpty()) {
        m_query.cancel();
        m_tree->setJson(m_json);
        say({}, false);
        return;
    }
    m_query.run(filter, m_json);
}

// While a filter is wrong, the latest result stays.
void JsonPage::say(const QString &text, bool wrong)
{
    m_message->setText(text);
    m_message->setToolTip(text);
    if (m_filter->property("invalid").toBool() == wrong)
        return;
    m_filter->setProperty("invalid", wrong);
    style()->unpolish(m_filter);
    style()->polish(m_filter);
}

} // namespace ui
