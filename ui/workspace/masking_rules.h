// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own masking rules, in a file of the configuration folder: one place for everything that the window masks.
// The file may be changed by others at any time. While it cannot be used there are no rules at all: whoever masks must
// then refuse, rather than leave out some.
#pragma once

#include "app/masking/rule_file.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace ui {

class MaskingRules : public QObject
{
    Q_OBJECT
public:
    struct Problem {
        QString path;
        int errnoValue = 0;                                 // ENOENT: it is gone
        std::vector<masking::RuleFileError> errors = {};    // of a file that could be read

        bool operator==(const Problem &other) const { return path == other.path && errnoValue == other.errnoValue && errors.size() == other.errors.size(); }
    };
    // In the folder of masking::ownRulesPath().
    explicit MaskingRules(QObject *parent = nullptr);

    QString path() const { return m_path; }
    // As the file is now.
    std::expected<masking::Rules, Problem> current();
    // For editing; empty if it cannot be read.
    masking::RuleText text();
    // Error: errno. What was a problem is none any more if the text has none.
    std::expected<void, int> save(const masking::RuleText &);
    // A file that an earlier version was told to use, and that could not be taken over: see current(). Rules in it are lost.
    QString oldFile() const;
    void forgetOldFile();

Q_SIGNALS:
    // Other rules, or the file has become usable or unusable.
    void changed();
    // The rules of a file that an earlier version was told to use are now in path() too.
    void takenOver(const QString &from);

private:
    struct Version {
        int64_t time = 0, size = -1;        // -1: there is no file
        uint64_t node = 0;

        bool operator==(const Version &) const = default;
    };
    void refresh();
    std::expected<masking::Rules, Problem> load(std::string &text) const;
    std::optional<Problem> takeOver(const QString &from, const std::string &text);
    std::expected<void, int> write(const masking::RuleText &);
    std::expected<std::string, int> read(const QString &path) const;
    void keep(std::string text, std::expected<masking::Rules, Problem> rules);

    QString m_path;
    bool m_known = false;                   // the file has been looked at
    Version m_version;
    std::string m_text;
    std::expected<masking::Rules, Problem> m_rules;
};

} // namespace ui
