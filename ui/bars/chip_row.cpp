// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/chip_row.h"

#include "app/filter/filter.h"
#include "app/protocols/protocol_info.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/format.h"
#include "ui/text/elided_label.h"
#include "ui/workspace/workspace.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>

namespace ui {

namespace {

QString namesOf(protocols::Shape shape)
{
    QStringList names;
    for (const protocols::ProtocolInfo &protocol : protocols::protocolInfos()) {
        if (protocol.shape == shape)
            names << text(protocol.name);
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

ChipRow::ChipRow(const Theme &, Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_readBack(new ElidedLabel(this))
    , m_chips(new QButtonGroup(this))
{
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedHeight(30);
    m_readBack->setObjectName(QStringLiteral("readBack"));
    m_readBack->setProperty("role", QStringLiteral("dim"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin, 0, measure::margin, 4);
    layout->setSpacing(8);
    layout->addWidget(m_readBack, 1);
    m_chips->setExclusive(true);
    addChip(tr("All"), QString(), tr("All rows"))->setChecked(true);
    addChip(tr("HTTP"), QStringLiteral("is:http"), tr("Only HTTP requests and their responses"));
    addChip(tr("Channels"), QStringLiteral("is:channel"), tr("Only connections that carry messages both ways: %1").arg(namesOf(protocols::Shape::Channel)));
    addChip(tr("gRPC"), QStringLiteral("type:grpc"), tr("Only gRPC and gRPC-Web calls"));
    addChip(tr("Queries"), QStringLiteral("is:query"), tr("Only statements, commands and questions: %1").arg(namesOf(protocols::Shape::Query)));
    addChip(tr("Not readable"), QStringLiteral("is:unreadable"), tr("Only TLS connections that are not decrypted, with the reason"));
    m_errors = addChip(tr("Errors"), QStringLiteral("is:error"), tr("Status 4xx and 5xx, refused and broken connections"));
    addChip(tr("Slow > %1 ms").arg(slowLimit / 1'000'000), QStringLiteral("dur>%1ms").arg(slowLimit / 1'000'000),
            tr("Exchanges that took longer"));
    for (auto *chip : m_chips->buttons())
        layout->addWidget(chip);
    connect(&workspace.filter(), &ListFilter::cleared, this, [this] { m_chips->buttons().constFirst()->setChecked(true); });
    connect(&workspace, &Workspace::countsChanged, this, [this] {
        const uint32_t errors = m_workspace.errorCount();
        m_errors->setText(errors > 0 ? tr("Errors %1").arg(countText(errors)) : tr("Errors"));
    });
}

QPushButton *ChipRow::addChip(const QString &text, const QString &expression, const QString &tip)
{
    auto *chip = new QPushButton(text, this);
    chip->setProperty("role", QStringLiteral("chip"));
    chip->setCheckable(true);
    chip->setToolTip(tip);
    chip->setCursor(Qt::PointingHandCursor);
    m_chips->addButton(chip);
    connect(chip, &QPushButton::toggled, this, [this, expression](bool on) {
        if (on)
            m_workspace.filter().setPreset(filter::compile(expression.toStdString()).value_or(filter::Filter()));
    });
    return chip;
}

void ChipRow::setReadBack(const QString &words, bool valid)
{
    m_readBack->setFullText(words);
    m_readBack->setProperty("role", valid ? QStringLiteral("dim") : QStringLiteral("bad"));
    m_readBack->style()->unpolish(m_readBack);
    m_readBack->style()->polish(m_readBack);
}

} // namespace ui
