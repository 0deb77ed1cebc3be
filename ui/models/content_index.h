// SPDX-License-Identifier: GPL-3.0-or-later
// Searches heads and bodies for the texts of filters, on its own threads: rows appear as they are found.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "app/filter/content_lookup.h"
#include "app/filter/filter.h"
#include "app/filter/node.h"
#include "ui/background/background.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <vector>

namespace ui {

class ContentIndex : public QObject, public filter::ContentLookup
{
    Q_OBJECT
public:
    // `store` must outlive this and is used only on this object's thread.
    explicit ContentIndex(const exchange::Store &store, QObject *parent = nullptr);

    // Where to read bodies; null: nowhere yet. Discards all results if it replaces another source.
    void setBodies(std::shared_ptr<const base::BodySource>);
    // The store was emptied, or belongs to another capture.
    void forget();
    // The active filters: texts that none of them uses are forgotten and no longer searched for.
    void setFilters(const std::vector<filter::Filter> &);

    // False until the text is found. An exchange that has grown is searched again: at most once a second, and when it
    // has ended.
    bool holds(const filter::Term &, base::ExchangeId) override;
    // Exchanges still to be searched, counted once per text.
    size_t waiting() const { return m_queue.size() + m_underWay; }

Q_SIGNALS:
    // Exchanges for which holds() now returns a different result; at most ten times a second.
    void found(const std::vector<exchange::ExchangeId> &);
    void waitingChanged();

private:
    enum class SearchState : uint8_t { Never, Waiting, Done };
    struct Sought {
        filter::Term term;
        std::vector<SearchState> states;         // by exchange, as are the next two
        std::vector<uint64_t> extents;   // its extent when last searched
        std::vector<bool> has;
    };
    struct Question {
        size_t sought;                   // index
        exchange::ExchangeId id;
    };
    struct Answer { Question question; bool has; };

    void ask(Question);
    void askAgain(Question);
    void stopLooking();
    void pump();
    void take(const std::vector<Answer> &);
    void publish();
    uint64_t extent(exchange::ExchangeId) const;

    const exchange::Store &m_store;
    std::shared_ptr<const base::BodySource> m_bodies;
    std::vector<Sought> m_sought;
    std::deque<Question> m_queue;
    std::vector<Question> m_later;
    size_t m_underWay = 0;
    std::vector<exchange::ExchangeId> m_found;
    QTimer m_pump, m_publish, m_again;
    Background m_work;
};

} // namespace ui
