// SPDX-License-Identifier: GPL-3.0-or-later
// The user's masking rules while they are edited, each with what is wrong with it, or what it would hide.
#pragma once

#include "app/masking/rule_file.h"
#include "ui/workspace/masking_trial.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace ui {

class RuleTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : uint8_t { KindColumn, NameColumn, PatternColumn, HidesColumn, ColumnCount };
    // A rule that hides this part of all text is told of: it probably hides more than was meant.
    static constexpr double largePart = 0.2;

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    QVariant headerData(int section, Qt::Orientation, int role) const override;

    void setText(const masking::RuleText &);
    const masking::RuleText &text() const { return m_text; }
    const masking::Rule &rule(int row) const { return m_text.rules()[size_t(row)]; }
    int add(const masking::Rule &);         // its row
    void set(int row, const masking::Rule &);
    void remove(int row);

    const std::optional<masking::RuleFileError> &wrong(int row) const { return m_rows[size_t(row)].wrong; }
    bool allGood() const;
    // Of those that are good.
    masking::Rules goodRules() const;

    // What they hide; nothing: it is not known any more.
    void setCounts(const TrialCounts *);
    std::vector<masked::HiddenExample> examples(int row) const;
    // The part of all text that a rule hides, 0 to 1; 0 as long as too little is known.
    double part(int row) const;

private:
    struct Row {
        std::optional<masking::RuleFileError> wrong = {};
        uint64_t places = 0, exchanges = 0, bytes = 0;
        std::vector<masked::HiddenExample> examples = {};
    };
    QString hidesText(int row) const;

    masking::RuleText m_text;
    std::vector<Row> m_rows;
    bool m_isCounted = false, m_isComplete = false;
    uint64_t m_textBytes = 0;
};

} // namespace ui
