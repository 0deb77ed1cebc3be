// SPDX-License-Identifier: GPL-3.0-or-later
// Things that live under an id. Bounded, in order of last use; as time advances, only those with something pending are
// visited, however many are idle.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

namespace session {

// The result of visiting a thing.
enum class Fate : uint8_t { Quiet, Pending, Over };

template<class Id, class Thing>
class LiveTable
{
public:
    explicit LiveTable(size_t most) : m_most(most) {}

    size_t size() const { return m_things.size(); }
    size_t pending() const { return m_pending.size(); }
    bool full() const { return m_things.size() >= m_most; }
    Id oldest() const { return m_order.front(); }

    Thing *peek(Id id)
    {
        const auto it = m_things.find(id);
        return it == m_things.end() ? nullptr : &it->second.thing;
    }
    // For modification: moves it to the newest place, and marks it for a visit.
    Thing *use(Id id)
    {
        const auto it = m_things.find(id);
        if (it == m_things.end())
            return nullptr;
        m_order.splice(m_order.end(), m_order, it->second.place);
        look(id, it->second);
        return &it->second.thing;
    }
    template<class... Arguments> Thing &add(Id id, Arguments &&...arguments)
    {
        const auto place = m_order.insert(m_order.end(), id);
        Entry &entry = m_things.try_emplace(id, place, std::forward<Arguments>(arguments)...).first->second;
        look(id, entry);
        return entry.thing;
    }
    void erase(Id id)
    {
        const auto it = m_things.find(id);
        if (it == m_things.end())
            return;
        m_order.erase(it->second.place);
        m_things.erase(it);
    }
    // Calls `fate(id, thing)` for each with something pending; passes those that are over to `over(id)`, then erases
    // them.
    template<class AskFate, class Over> void settle(AskFate fate, Over over)
    {
        std::vector<Id> still;
        for (const Id id : std::exchange(m_pending, {})) {
            const auto it = m_things.find(id);
            if (it == m_things.end())
                continue;
            const Fate now = fate(id, it->second.thing);
            if (now == Fate::Pending)
                still.push_back(id);
            else
                it->second.pending = false;
            if (now != Fate::Over)
                continue;
            over(id);
            erase(id);
        }
        // Things that `over` touched meanwhile are pending, too.
        m_pending.insert(m_pending.end(), still.begin(), still.end());
    }
    template<class Visit> void forEach(Visit visit)
    {
        for (auto &[id, entry] : m_things)
            visit(id, entry.thing);
    }
    void lookAtAll()
    {
        for (auto &[id, entry] : m_things)
            look(id, entry);
    }

private:
    struct Entry {
        template<class... Arguments> explicit Entry(typename std::list<Id>::iterator where, Arguments &&...arguments)
            : place(where)
            , thing(std::forward<Arguments>(arguments)...)
        {
        }
        typename std::list<Id>::iterator place;
        bool pending = false;
        Thing thing;
    };
    void look(Id id, Entry &entry)
    {
        if (!std::exchange(entry.pending, true))
            m_pending.push_back(id);
    }

    size_t m_most;
    std::unordered_map<Id, Entry> m_things;
    std::list<Id> m_order;         // least recently used first
    std::vector<Id> m_pending;
};

} // namespace session
