// SPDX-License-Identifier: GPL-3.0-or-later
// Looks into heads and bodies for the texts of a filter, on threads of its own: rows come as they are found.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "app/filter/content_lookup.h"
#include "app/filter/filter.h"
#include "app/filter/node.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <deque>
#include <memory>
#include <vector>

namespace ui {

class ContentIndex : public QObject, public filter::ContentLookup
{
    Q_OBJECT
public:
    // `store` outlives this and is used on this object's thread alone.
    explicit ContentIndex(const exchange::Store &store, QObject *parent = nullptr);
    ~ContentIndex() override;

    // Where the bodies are; null: nowhere so far. Forgets everything where there were others before.
    void setBodies(std::shared_ptr<const base::BodySource>);
    // The store was emptied, or is another capture's.
    void forget();
    // The filters that will ask: texts that none of them has are forgotten, and no longer looked for.
    void setFilters(const std::vector<filter::Filter> &);

    // False until the text is found. An exchange that has grown since is looked at again: at most once a second, and when
    // it has ended.
    bool holds(const filter::Term &, base::ExchangeId) override;
    // Exchanges that are still to be looked at, once for each text.
    size_t waiting() const { return m_queue.size() + m_underWay; }

Q_SIGNALS:
    // Exchanges of which holds() has begun to say something else; at most ten times a second.
    void found(const std::vector<exchange::ExchangeId> &);
    void waitingChanged();

private:
    enum class SearchState : uint8_t { Never, Waiting, Done };
    struct Sought {
        filter::Term term;
        std::vector<SearchState> states;         // by exchange, these three
        std::vector<uint64_t> extents;   // when it was last looked at
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
    void take(uint64_t round, const std::vector<Answer> &);
    void publish();
    uint64_t extent(exchange::ExchangeId) const;

    const exchange::Store &m_store;
    std::shared_ptr<const base::BodySource> m_bodies;
    std::vector<Sought> m_sought;
    std::deque<Question> m_queue;
    std::vector<Question> m_later;
    size_t m_underWay = 0;
    std::shared_ptr<std::atomic<uint64_t>> m_round = std::make_shared<std::atomic<uint64_t>>(0); // work of an earlier one is given up
    std::vector<exchange::ExchangeId> m_found;
    QTimer m_pump, m_publish, m_again;
    QThreadPool m_pool;
};

} // namespace ui
