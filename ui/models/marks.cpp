// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/marks.h"

#include "app/filter/mark_names.h"
#include "app/filter/node.h"
#include "ui/models/format.h"

#include <functional>
#include <utility>

namespace ui {

static_assert(filter::markNames.size() == markColours);

QString markName(MarkColour colour)
{
    return colour == MarkColour::None ? QString() : text(filter::markNames[size_t(colour) - 1]);
}

MarkColour markOfName(const QString &name)
{
    for (int colour = 1; colour <= markColours; ++colour)
        if (markName(MarkColour(colour)) == name)
            return MarkColour(colour);
    return MarkColour::None;
}

QString markTitle(MarkColour colour)
{
    switch (colour) {
    case MarkColour::None:
        return Marks::tr("None");
    case MarkColour::Red:
        return Marks::tr("Red");
    case MarkColour::Orange:
        return Marks::tr("Orange");
    case MarkColour::Yellow:
        return Marks::tr("Yellow");
    case MarkColour::Green:
        return Marks::tr("Green");
    case MarkColour::Blue:
        return Marks::tr("Blue");
    case MarkColour::Violet:
        return Marks::tr("Violet");
    }
    return QString();
}

Marks::Marks(QObject *parent)
    : QObject(parent)
{
}

Mark Marks::at(base::ExchangeId id) const
{
    const auto found = m_all.find(id);
    return found == m_all.end() ? Mark() : found->second;
}

template <typename Edit>
void Marks::edit(const std::vector<base::ExchangeId> &ids, Edit change)
{
    for (const base::ExchangeId id : ids) {
        Mark &mark = m_all[id];
        change(mark);
        if (mark == Mark())
            m_all.erase(id);
    }
    if (ids.empty())
        return;
    Q_EMIT changed(ids);
    Q_EMIT edited();
}

void Marks::setColour(const std::vector<base::ExchangeId> &ids, MarkColour colour)
{
    edit(ids, [colour](Mark &mark) { mark.colour = colour; });
}

void Marks::setComment(const std::vector<base::ExchangeId> &ids, const QString &comment)
{
    edit(ids, [&comment](Mark &mark) { mark.comment = comment.left(commentMax); });
}

void Marks::restore(All all)
{
    std::vector<base::ExchangeId> ids;
    for (const auto &marks : { std::cref(m_all), std::cref(all) })
        for (const auto &[id, mark] : marks.get())
            ids.push_back(id);
    m_all = std::move(all);
    if (!ids.empty())
        Q_EMIT changed(ids);
}

bool Marks::holds(const filter::Term &term, base::ExchangeId id)
{
    const auto found = m_all.find(id);
    if (found == m_all.end())
        return false;
    const QString value = term.field == filter::Field::Mark ? markName(found->second.colour) : found->second.comment;
    return !value.isEmpty() && term.pattern.matches(value.toStdString());
}

} // namespace ui
