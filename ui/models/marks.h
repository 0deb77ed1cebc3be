// SPDX-License-Identifier: GPL-3.0-or-later
// What the user has added to exchanges: a colour, a comment.
#pragma once

#include "app/base/ids.h"
#include "app/filter/content_lookup.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <vector>

namespace ui {

// In the order of their keys and of filter::markNames.
enum class MarkColour : uint8_t { None, Red, Orange, Yellow, Green, Blue, Violet };
inline constexpr int markColours = 6;   // without None
inline constexpr qsizetype commentMax = 4096;

struct Mark {
    MarkColour colour = MarkColour::None;
    QString comment;
    bool operator==(const Mark &) const = default;
};

// "red" as mark: has it; empty for None.
QString markName(MarkColour);
MarkColour markOfName(const QString &);  // None if it is no colour
QString markTitle(MarkColour);           // "Red", "None"

class Marks : public QObject, public filter::ContentLookup
{
    Q_OBJECT
public:
    using All = std::map<base::ExchangeId, Mark>;

    explicit Marks(QObject *parent = nullptr);

    Mark at(base::ExchangeId) const;
    const All &all() const { return m_all; }        // those with a colour or a comment
    void setColour(const std::vector<base::ExchangeId> &, MarkColour);
    // Cut at commentMax.
    void setComment(const std::vector<base::ExchangeId> &, const QString &);
    // Replaces all by those of a file.
    void restore(All);
    // Terms of mark: and comment:.
    bool holds(const filter::Term &, base::ExchangeId) override;

Q_SIGNALS:
    void changed(const std::vector<base::ExchangeId> &);
    // By the user, not by restore().
    void edited();

private:
    template <typename Edit> void edit(const std::vector<base::ExchangeId> &, Edit);

    All m_all;
};

} // namespace ui
