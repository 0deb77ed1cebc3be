// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/content_index.h"

#include "app/session/content_search.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr size_t batchSize = 64;       // exchanges per thread and batch
constexpr int againEveryMs = 1000;      // a growing body is read from its beginning each time
constexpr int publishEveryMs = 100;
constexpr qint64 pumpMs = 5;           // on the window's thread at a time

struct Searchable {
    exchange::Exchange exchange;
    exchange::ItemList items;
};

} // namespace

ContentIndex::ContentIndex(const exchange::Store &store, QObject *parent)
    : QObject(parent), m_store(store), m_work(this, std::max(1, QThread::idealThreadCount() - 1), QThread::LowPriority)
{
    m_pump.setSingleShot(true);
    connect(&m_pump, &QTimer::timeout, this, &ContentIndex::pump);
    m_publish.setSingleShot(true);
    m_publish.setInterval(publishEveryMs);
    connect(&m_publish, &QTimer::timeout, this, &ContentIndex::publish);
    m_again.setSingleShot(true);
    m_again.setInterval(againEveryMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        for (const Question question : std::exchange(m_later, {}))
            ask(question);
    });
}

void ContentIndex::setBodies(std::shared_ptr<const base::BodySource> bodies)
{
    if (bodies == m_bodies)
        return;
    if (m_bodies)
        forget();
    m_bodies = std::move(bodies);
    pump();
}

void ContentIndex::forget()
{
    stopLooking();
    for (Sought &sought : m_sought)
        sought = { sought.term, {}, {}, {} };
    m_found.clear();
}

void ContentIndex::setFilters(const std::vector<filter::Filter> &filters)
{
    std::vector<Sought> wanted;
    const auto same = [](const filter::Term &a) {
        return [&a](const Sought &b) { return a.field == b.term.field && a.pattern.text() == b.term.pattern.text(); };
    };
    for (const filter::Filter &filter : filters) {
        for (filter::Term &term : filter.contentTerms()) {
            if (std::ranges::any_of(wanted, same(term)))
                continue;
            const auto known = std::ranges::find_if(m_sought, same(term));
            wanted.push_back(known != m_sought.end() ? *known : Sought { std::move(term), {}, {}, {} });
        }
    }
    stopLooking();
    for (Sought &sought : wanted)
        std::ranges::replace(sought.states, SearchState::Waiting, SearchState::Never);
    m_sought = std::move(wanted);
}

// Work in progress ends with its result ignored.
void ContentIndex::stopLooking()
{
    m_work.cancel();
    m_queue.clear();
    m_later.clear();
    m_underWay = 0;
    m_pump.stop();
    Q_EMIT waitingChanged();
}

// Grows, or changes, with everything searchable in an exchange.
uint64_t ContentIndex::extent(exchange::ExchangeId id) const
{
    return m_store.requestBytes(id) + m_store.responseBytes(id) + m_store.itemCount(id) + uint64_t(m_store.status(id))
        + (m_store.state(id) == exchange::State::InProgress ? 0 : uint64_t(1) << 63);
}

bool ContentIndex::holds(const filter::Term &term, base::ExchangeId id)
{
    for (size_t i = 0; i < m_sought.size(); ++i) {
        Sought &sought = m_sought[i];
        if (sought.term.field != term.field || sought.term.pattern.text() != term.pattern.text())
            continue;
        if (sought.states.size() <= id) {
            sought.states.resize(m_store.size());
            sought.extents.resize(m_store.size());
            sought.has.resize(m_store.size());
        }
        // A match stays: contents only grow.
        if (sought.has[id])
            return true;
        if (sought.states[id] == SearchState::Never)
            ask({ i, id });
        else if (sought.states[id] == SearchState::Done && sought.extents[id] != extent(id))
            askAgain({ i, id });
        return false;
    }
    return false;
}

void ContentIndex::ask(Question question)
{
    m_sought[question.sought].states[question.id] = SearchState::Waiting;
    m_queue.push_back(question);
    if (!m_pump.isActive())
        m_pump.start(0);
}

void ContentIndex::askAgain(Question question)
{
    if (m_store.state(question.id) != exchange::State::InProgress)
        return ask(question);
    m_sought[question.sought].states[question.id] = SearchState::Waiting;
    m_later.push_back(question);
    if (!m_again.isActive())
        m_again.start();
}

void ContentIndex::pump()
{
    if (!m_bodies)
        return;
    QElapsedTimer clock;
    clock.start();
    const size_t underWayMax = size_t(m_work.threads()) * 2 * batchSize;
    while (!m_queue.empty() && m_underWay < underWayMax && clock.elapsed() < pumpMs) {
        struct Job { Question question; filter::Term term; Searchable searchable; };
        std::vector<Job> jobs;
        while (!m_queue.empty() && jobs.size() < batchSize) {
            const Question question = m_queue.front();
            m_queue.pop_front();
            Sought &sought = m_sought[question.sought];
            sought.extents[question.id] = extent(question.id);
            jobs.push_back({ question, sought.term, { m_store.exchange(question.id), m_store.items(question.id) } });
        }
        m_underWay += jobs.size();
        m_work.add(
            [bodies = m_bodies, jobs = std::move(jobs)](const Background::Superseded &superseded) {
                std::vector<Answer> answers;
                for (const Job &job : jobs) {
                    if (superseded())
                        break;
                    const bool has = session::holdsText(job.term, job.searchable.exchange, job.searchable.items, *bodies, superseded);
                    answers.push_back({ job.question, has });
                }
                return answers;
            },
            [this](const std::vector<Answer> &answers) { take(answers); });
    }
    if (!m_queue.empty() && m_underWay < underWayMax)
        m_pump.start(0);
}

void ContentIndex::take(const std::vector<Answer> &answers)
{
    m_underWay -= answers.size();
    for (const auto &[question, has] : answers) {
        Sought &sought = m_sought[question.sought];
        sought.states[question.id] = SearchState::Done;
        if (has) {
            sought.has[question.id] = true;
            m_found.push_back(question.id);
        } else if (sought.extents[question.id] != extent(question.id)) {
            askAgain(question);
        }
    }
    if (!m_publish.isActive())
        m_publish.start(m_found.empty() || waiting() ? publishEveryMs : 0);
    pump();
}

void ContentIndex::publish()
{
    if (!m_found.empty())
        Q_EMIT found(std::exchange(m_found, {}));
    Q_EMIT waitingChanged();
}

} // namespace ui
