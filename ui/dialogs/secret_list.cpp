// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secret_list.h"

#include "ui/dialogs/rules_dialog.h"
#include "ui/models/format.h"
#include "ui/text/masking_text.h"
#include "ui/workspace/workspace.h"

#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace ui {

SecretList::SecretList(Workspace &workspace, const QString &note, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_model([this](const QString &kind, uint64_t places) { return confirm(kind, places); })
    , m_trial(workspace.capture())
    , m_note(note)
    , m_summary(new QLabel(this))
    , m_list(new QListView(this))
    , m_rules(new QPushButton(tr("Own rules …"), this))
{
    m_model.setFixed(workspace.isMasked());
    m_list->setModel(&m_model);
    m_list->setAccessibleName(tr("Kinds of secrets to mask"));
    m_list->setUniformItemSizes(true);
    m_list->setMinimumHeight(140);
    m_summary->setWordWrap(true);
    m_summary->setProperty("role", QStringLiteral("dim"));
    m_rules->setAutoDefault(false);
    m_rules->setToolTip(tr("What else is secret: headers, names and forms"));
    connect(m_rules, &QPushButton::clicked, this, &SecretList::editRules);
    connect(&m_trial, &MaskingTrial::changed, this, &SecretList::showCounts);
    connect(&m_model, &SecretKindModel::keptChanged, this, &SecretList::showCounts, Qt::QueuedConnection);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_summary);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_rules, 0, Qt::AlignLeft);
}

void SecretList::count(std::vector<uint32_t> ids)
{
    m_ids = std::move(ids);
    countAgain();
}

void SecretList::countAgain()
{
    const auto rules = m_workspace.rules().current();
    m_trial.cancel();
    m_model.clear();
    m_own.clear();
    if (rules) {
        const masking::RuleText own = m_workspace.rules().text();
        for (const masking::Rule &rule : own.rules())
            for (std::string &kind : masking::kindsOf(rule))
                m_own.insert(std::move(kind));
        m_trial.start(m_ids, *rules);
        showCounts();
    } else {
        m_summary->setText(rulesProblemText(rules.error()));
    }
    m_summary->setProperty("role", rules ? QStringLiteral("dim") : QStringLiteral("bad"));
    m_list->setVisible(rules.has_value());
    if (std::exchange(m_isUsable, rules.has_value()) != rules.has_value())
        Q_EMIT usableChanged();
}

void SecretList::showCounts()
{
    if (!m_isUsable)
        return;
    const TrialCounts &counts = m_trial.counts();
    if (sender() == &m_trial)
        m_model.setCounts(counts, m_own);
    const QString places = m_model.places() == 1 ? tr("1 place") : tr("%1 places").arg(countText(m_model.places()));
    if (!counts.isComplete())
        m_summary->setText(tr("Will be masked so far: %1. %2").arg(places, trialText(counts)));
    else if (m_model.rowCount() == 0)
        m_summary->setText(tr("No secret was found."));
    else
        m_summary->setText(tr("Will be masked: %1. Wherever one of these secrets stands again, it is masked too.").arg(places));
}

// Once is enough: whoever has confirmed one kind knows what unticking does.
bool SecretList::confirm(const QString &kind, uint64_t places)
{
    if (m_isConfirmed)
        return true;
    QMessageBox box(QMessageBox::Warning, QStringLiteral("Cleartap"), tr("Leave this in plain text: %1?").arg(kind), QMessageBox::NoButton, this);
    const QString read = places == 1 ? tr("Whoever gets the file can read the value.") : tr("Whoever gets the file can read the %1 values.").arg(countText(places));
    box.setInformativeText(read + QLatin1Char(' ') + m_note);
    QPushButton *leave = box.addButton(tr("Leave in plain text"), QMessageBox::DestructiveRole);
    QPushButton *mask = box.addButton(tr("Mask it"), QMessageBox::RejectRole);
    box.setDefaultButton(mask);
    box.exec();
    return m_isConfirmed = box.clickedButton() == leave;
}

void SecretList::editRules()
{
    RulesDialog(m_workspace, this).exec();
    countAgain();
}

} // namespace ui
