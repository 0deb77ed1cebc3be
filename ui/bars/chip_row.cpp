// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/chip_row.h"

#include "app/filter/filter.h"
#include "app/protocols/protocol_info.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/text/elided_label.h"
#include "ui/workspace/workspace.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStringList>
#include <QStyle>

#include <algorithm>

namespace ui {

namespace {

constexpr size_t machineChipsMax = 6;   // of more, the tree is the better list
constexpr const char *termProperty = "filterTerm";

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
    connect(&workspace.filter(), &ListFilter::cleared, this, [this] {
        m_chips->buttons().constFirst()->setChecked(true);
        chooseMachine(nullptr);
    });
    connect(&workspace.programs(), &ConnectionTreeModel::machinesChanged, this, &ChipRow::showMachines);
    showMachines();
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

// In front of the others, where rows come from several.
void ChipRow::showMachines()
{
    const std::vector<std::string> none;
    const std::vector<std::string> &all = m_workspace.programs().machines();
    const std::vector<std::string> &machines = all.size() > 1 && all.size() <= machineChipsMax ? all : none;
    QStringList terms;
    for (const std::string &machine : machines)
        terms << machineTerm(machine);
    QStringList shown;
    for (const QPushButton *chip : m_machines)
        shown << chip->property(termProperty).toString();
    if (terms == shown)
        return;
    if (const auto chosen = std::ranges::find_if(m_machines, &QPushButton::isChecked); chosen != m_machines.end())
        m_workspace.filter().setMachine({});
    for (QPushButton *chip : m_machines)
        chip->deleteLater();
    m_machines.clear();
    auto *row = static_cast<QHBoxLayout *>(layout());
    for (size_t i = 0; i < machines.size(); ++i) {
        auto *chip = new QPushButton(machineText(machines[i]), this);
        chip->setProperty("role", QStringLiteral("chip"));
        chip->setProperty(termProperty, terms[qsizetype(i)]);
        chip->setCheckable(true);
        chip->setToolTip(tr("Only what was captured on %1").arg(machineText(machines[i])));
        chip->setCursor(Qt::PointingHandCursor);
        row->insertWidget(1 + int(i), chip);
        connect(chip, &QPushButton::clicked, this, [this, chip] { chooseMachine(chip->isChecked() ? chip : nullptr); });
        m_machines.push_back(chip);
    }
}

void ChipRow::chooseMachine(QPushButton *chosen)
{
    for (QPushButton *chip : m_machines)
        chip->setChecked(chip == chosen);
    const std::string term = chosen ? chosen->property(termProperty).toString().toStdString() : std::string();
    m_workspace.filter().setMachine(filter::compile(term).value_or(filter::Filter()));
}

void ChipRow::setReadBack(const QString &words, bool valid)
{
    m_readBack->setFullText(words);
    m_readBack->setProperty("role", valid ? QStringLiteral("dim") : QStringLiteral("bad"));
    m_readBack->style()->unpolish(m_readBack);
    m_readBack->style()->polish(m_readBack);
}

} // namespace ui
