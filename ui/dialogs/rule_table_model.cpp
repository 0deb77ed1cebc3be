// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/rule_table_model.h"

#include "ui/models/format.h"
#include "ui/text/masking_text.h"

#include <algorithm>

namespace ui {

namespace {

constexpr uint64_t textMin = 1024;      // bytes before a part of them says anything

} // namespace

int RuleTableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

int RuleTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RuleTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KindColumn: return tr("Kind");
    case NameColumn: return tr("Name");
    case PatternColumn: return tr("Expression");
    case HidesColumn: return tr("Hides in this capture");
    default: return {};
    }
}

QVariant RuleTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const masking::Rule &rule = this->rule(index.row());
    if (role == Qt::ToolTipRole) {
        const std::optional<masking::RuleFileError> &wrong = m_rows[size_t(index.row())].wrong;
        if (!wrong && m_isComplete && m_rows[size_t(index.row())].places == 0)
            return tr("In no place, or all of them are hidden by other rules.");
        return wrong ? ruleErrorText(*wrong) : part(index.row()) >= largePart ? tr("It probably hides more than you mean: make it more specific.") : QString();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case KindColumn: return ruleKindText(rule.kind);
    case NameColumn: return clippedText(rule.name);
    case PatternColumn: return clippedText(rule.pattern);
    case HidesColumn: return hidesText(index.row());
    default: return {};
    }
}

QString RuleTableModel::hidesText(int row) const
{
    const Row &found = m_rows[size_t(row)];
    if (found.wrong)
        return tr("Cannot be used");
    if (!m_isCounted)
        return QStringLiteral("…");
    if (found.places == 0)
        return m_isComplete ? tr("Nothing") : QStringLiteral("…");
    const QString places = placesText(found.places, found.exchanges);
    const double part = this->part(row);
    if (part < largePart)
        return places;
    const QString percent = QString::number(int(part * 100));
    return part >= 0.5 ? tr("Nearly everything: %1 % of all text").arg(percent) : tr("Much: %1 % of all text").arg(percent);
}

double RuleTableModel::part(int row) const
{
    return m_textBytes < textMin ? 0 : std::min(1.0, double(m_rows[size_t(row)].bytes) / double(m_textBytes));
}

void RuleTableModel::setText(const masking::RuleText &text)
{
    beginResetModel();
    m_text = text;
    m_rows.clear();
    for (const masking::Rule &rule : m_text.rules())
        m_rows.push_back({ .wrong = masking::wrongIn(rule) });
    m_isCounted = false;
    endResetModel();
}

int RuleTableModel::add(const masking::Rule &rule)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_text.add(rule);
    m_rows.push_back({ .wrong = masking::wrongIn(rule) });
    endInsertRows();
    return row;
}

void RuleTableModel::set(int row, const masking::Rule &rule)
{
    m_text.set(size_t(row), rule);
    m_rows[size_t(row)] = { .wrong = masking::wrongIn(rule) };
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RuleTableModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_text.remove(size_t(row));
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
}

bool RuleTableModel::allGood() const
{
    return std::ranges::none_of(m_rows, [](const Row &row) { return row.wrong.has_value(); });
}

masking::Rules RuleTableModel::goodRules() const
{
    masking::Rules rules;
    std::vector<masking::OwnRule> forms;
    for (int row = 0; row < rowCount(); ++row) {
        const masking::Rule &rule = this->rule(row);
        if (wrong(row))
            continue;
        if (rule.kind == masking::RuleKind::Form)
            forms.push_back({ rule.name, rule.pattern });
        else
            (rule.kind == masking::RuleKind::Header ? rules.headers : rules.names).push_back(rule.name);
    }
    if (!forms.empty())
        if (const auto made = masking::RuleSet::with(forms))
            rules.forms = *made;
    return rules;
}

void RuleTableModel::setCounts(const TrialCounts *counts)
{
    m_isCounted = counts;
    m_isComplete = counts && counts->isComplete();
    m_textBytes = counts ? counts->textBytes : 0;
    for (int row = 0; row < rowCount(); ++row) {
        Row &found = m_rows[size_t(row)];
        found = { .wrong = found.wrong };
        if (!counts)
            continue;
        const std::vector<std::string> own = masking::kindsOf(rule(row));
        for (const masked::HiddenKind &kind : counts->kinds) {
            if (std::ranges::find(own, kind.kind) == own.end())
                continue;
            found.places += kind.places;
            found.exchanges += kind.exchanges;
            found.bytes += kind.bytes;
            found.examples.insert(found.examples.end(), kind.examples.begin(), kind.examples.end());
        }
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, HidesColumn), index(rowCount() - 1, HidesColumn));
}

std::vector<masked::HiddenExample> RuleTableModel::examples(int row) const { return m_rows[size_t(row)].examples; }

} // namespace ui
