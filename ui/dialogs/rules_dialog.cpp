// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/rules_dialog.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/text/masking_text.h"
#include "ui/text/result_text.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTableView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <numeric>

namespace ui {

namespace {

constexpr int pauseMs = 250;

QLabel *wrapped(const QString &text, const QString &role, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setProperty("role", role);
    label->setWordWrap(true);
    return label;
}

} // namespace

RulesDialog::RulesDialog(Workspace &workspace, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_trial(workspace.capture())
    , m_problem(wrapped(QString(), QStringLiteral("bad"), this))
    , m_error(wrapped(QString(), QStringLiteral("bad"), this))
    , m_progress(wrapped(QString(), QStringLiteral("dim"), this))
    , m_place(wrapped(QString(), QStringLiteral("dim"), this))
    , m_forget(new QPushButton(tr("Do without that file"), this))
    , m_add(new QPushButton(tr("Add rule"), this))
    , m_remove(new QPushButton(tr("Remove"), this))
    , m_table(new QTableView(this))
    , m_kind(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_pattern(new QLineEdit(this))
    , m_examples(new QTreeWidget(this))
{
    setWindowTitle(tr("Masking rules"));
    resize(820, 660);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(wrapped(tr("What else is secret, besides what is recognised anyway. These rules apply to everything that is masked: on the screen, while capturing, in exports and in what is copied."),
                              QStringLiteral("dim"), this));
    auto *problem = new QHBoxLayout;
    problem->addWidget(m_problem, 1);
    problem->addWidget(m_forget);
    layout->addLayout(problem);
    layout->addWidget(buildList(), 3);
    layout->addWidget(buildFields());
    auto *heading = new QLabel(tr("EXAMPLES IN THIS CAPTURE"), this);
    heading->setProperty("role", QStringLiteral("section"));
    layout->addWidget(heading);
    layout->addWidget(m_examples, 2);
    layout->addWidget(m_progress);

    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    m_save->setProperty("role", QStringLiteral("primary"));
    connect(buttons, &QDialogButtonBox::accepted, this, &RulesDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *footer = new QHBoxLayout;
    m_place->setText(tr("Kept in %1").arg(workspace.rules().path()));
    footer->addWidget(m_place, 1);
    footer->addWidget(buttons);
    layout->addLayout(footer);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &RulesDialog::tryRules);
    connect(&m_trial, &MaskingTrial::changed, this, &RulesDialog::showCounts);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        m_workspace.rules().forgetOldFile();
        showState();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RulesDialog::showRow);
    m_model.setText(workspace.rules().text());
    if (m_model.rowCount() > 0)
        m_table->selectRow(0);
    showRow();
    showState();
    tryRules();
}

QWidget *RulesDialog::buildList()
{
    auto *place = new QWidget(this);
    m_table->setModel(&m_model);
    m_table->setAccessibleName(tr("Rules"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    QHeaderView *head = m_table->horizontalHeader();
    head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    head->setHighlightSections(false);
    head->resizeSection(RuleTableModel::KindColumn, 80);
    head->resizeSection(RuleTableModel::NameColumn, 190);
    head->resizeSection(RuleTableModel::PatternColumn, 220);
    head->setStretchLastSection(true);
    connect(m_add, &QPushButton::clicked, this, &RulesDialog::addRule);
    connect(m_remove, &QPushButton::clicked, this, &RulesDialog::removeRule);
    m_add->setAutoDefault(false);
    m_remove->setAutoDefault(false);
    m_forget->setAutoDefault(false);
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    auto *below = new QHBoxLayout;
    below->addWidget(m_add);
    below->addWidget(m_remove);
    below->addStretch(1);
    layout->addLayout(below);
    return place;
}

QWidget *RulesDialog::buildFields()
{
    auto *place = new QWidget(this);
    auto *form = new QFormLayout(place);
    form->setContentsMargins(0, 0, 0, 0);
    for (const masking::RuleKind kind : { masking::RuleKind::Header, masking::RuleKind::Name, masking::RuleKind::Form })
        m_kind->addItem(ruleKindText(kind), int(kind));
    m_kind->setItemData(0, tr("All values of a header"), Qt::ToolTipRole);
    m_kind->setItemData(1, tr("All values of a cookie, parameter, field or key"), Qt::ToolTipRole);
    m_kind->setItemData(2, tr("Whatever a regular expression finds, or its first group"), Qt::ToolTipRole);
    m_kind->setAccessibleName(tr("Kind of rule"));
    m_name->setAccessibleName(tr("Name"));
    m_pattern->setAccessibleName(tr("Regular expression"));
    m_pattern->setPlaceholderText(QStringLiteral("ORD-[0-9]{6,}"));
    form->addRow(tr("Kind"), m_kind);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Expression"), m_pattern);
    form->addRow(QString(), m_error);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &RulesDialog::edit);
    connect(m_name, &QLineEdit::textChanged, this, &RulesDialog::edit);
    connect(m_pattern, &QLineEdit::textChanged, this, &RulesDialog::edit);

    m_examples->setAccessibleName(tr("Examples"));
    m_examples->setColumnCount(3);
    m_examples->setHeaderLabels({ tr("Exchange"), tr("Place"), tr("Hidden") });
    m_examples->setRootIsDecorated(false);
    m_examples->setUniformRowHeights(true);
    m_examples->header()->resizeSection(0, 300);
    m_examples->header()->resizeSection(1, 250);
    return place;
}

int RulesDialog::row() const
{
    const QModelIndex index = m_table->selectionModel()->currentIndex();
    return index.isValid() ? index.row() : -1;
}

void RulesDialog::showRow()
{
    const int row = this->row();
    m_showing = true;
    const masking::Rule rule = row < 0 ? masking::Rule() : m_model.rule(row);
    m_kind->setCurrentIndex(m_kind->findData(int(rule.kind)));
    m_name->setText(text(rule.name));
    m_pattern->setText(text(rule.pattern));
    m_showing = false;
    showState();
    showCounts();
}

void RulesDialog::edit()
{
    if (m_showing || row() < 0)
        return;
    masking::Rule rule { masking::RuleKind(m_kind->currentData().toInt()), m_name->text().trimmed().toStdString(), {} };
    if (rule.kind == masking::RuleKind::Form)
        rule.pattern = m_pattern->text().trimmed().toStdString();
    if (rule == m_model.rule(row()))
        return;
    m_model.set(row(), rule);
    m_trial.cancel();
    m_model.setCounts(nullptr);
    m_pause.start();
    showState();
    showCounts();
}

void RulesDialog::addRule()
{
    m_table->selectRow(m_model.add({ .kind = masking::RuleKind::Name, .name = {} }));
    showState();
    m_name->setFocus();
}

void RulesDialog::removeRule()
{
    const int row = this->row();
    if (row < 0)
        return;
    m_model.remove(row);
    if (m_model.rowCount() > 0)
        m_table->selectRow(std::min(row, m_model.rowCount() - 1));
    showRow();
    m_pause.start();
}

void RulesDialog::tryRules()
{
    std::vector<uint32_t> ids(m_workspace.capture().captured().size());
    std::iota(ids.begin(), ids.end(), 0);
    m_model.setCounts(nullptr);
    m_trial.start(std::move(ids), m_model.goodRules());
    showCounts();
}

void RulesDialog::showCounts()
{
    const bool waits = m_pause.isActive();
    if (!waits)
        m_model.setCounts(&m_trial.counts());
    const int row = this->row();
    m_examples->clear();
    const exchange::Store &shown = m_workspace.store();
    const std::vector<masked::HiddenExample> examples = row < 0 ? std::vector<masked::HiddenExample>() : m_model.examples(row);
    for (const masked::HiddenExample &example : examples) {
        // What is shown here is masked like everything else.
        const QString exchange = example.exchange < shown.size() ? clippedText(urlText(shown, example.exchange).toStdString(), 160) : QString();
        auto *line = new QTreeWidgetItem(m_examples, { exchange, placeText(example), text(example.hint) });
        for (int column = 0; column < 3; ++column)
            line->setToolTip(column, line->text(column));
    }
    const TrialCounts &counts = m_trial.counts();
    m_progress->setText(waits ? tr("…")
                            : counts.total == 0 ? tr("There is no exchange to try them on.")
                            : !counts.isComplete() ? trialText(counts)
                                                   : tr("%1 looked through").arg(counts.total == 1 ? tr("1 exchange") : tr("%1 exchanges").arg(countText(counts.total))));
}

void RulesDialog::showState()
{
    const int row = this->row();
    const bool form = m_kind->currentData().toInt() == int(masking::RuleKind::Form);
    for (QWidget *field : { static_cast<QWidget *>(m_kind), static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_pattern), static_cast<QWidget *>(m_remove) }) {
        field->setEnabled(row >= 0 && (field != m_pattern || form));
        field->setToolTip(row < 0 ? tr("Add a rule first.") : field == m_pattern && !form ? tr("Only a form has an expression.") : QString());
    }
    const auto wrong = row < 0 ? std::nullopt : m_model.wrong(row);
    m_error->setText(wrong ? ruleErrorText(*wrong) : QString());
    const bool isPattern = wrong && form && !m_model.rule(row).name.empty();
    for (const auto &[field, bad] : { std::pair(m_name, wrong && !isPattern), std::pair(m_pattern, isPattern) })
        if (field->property("invalid").toBool() != bad) {
            field->setProperty("invalid", bad);
            field->style()->unpolish(field);
            field->style()->polish(field);
        }
    const bool good = m_model.allGood();
    m_save->setEnabled(good);
    m_save->setToolTip(good ? QString() : tr("A rule cannot be used yet: correct or remove it."));
    const auto current = m_workspace.rules().current();
    m_isOldFile = !current && current.error().path != m_workspace.rules().path();
    m_forget->setVisible(m_isOldFile);
    m_forget->setToolTip(tr("Rules from it do not apply then"));
    m_problem->setVisible(!current);
    if (!current)
        m_problem->setText(rulesProblemText(current.error()));
}

void RulesDialog::save()
{
    if (!m_model.allGood())
        return;
    if (const auto saved = m_workspace.rules().save(m_model.text()); !saved) {
        m_problem->setText(fileErrorText(m_workspace.rules().path(), saved.error()));
        m_problem->show();
        return;
    }
    accept();
}

} // namespace ui
