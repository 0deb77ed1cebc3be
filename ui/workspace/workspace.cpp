// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace.h"

#include "app/filter/node.h"
#include "ui/models/exchange_cells.h"

#include <algorithm>
#include <utility>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

constexpr int coverageEveryMs = 500;
constexpr uint32_t countedAtOnce = 10'000;   // rows, between two events
constexpr uint32_t askedWhyAtOnce = 2'000;   // likewise; each takes longer

} // namespace

Workspace::Workspace(QObject *parent)
    : QObject(parent)
    , m_launch(m_capture)
    , m_files(m_capture)
    , m_markStore(m_capture, m_files, m_marks)
    , m_export(m_capture.store(), m_capture.calls())
    , m_contents(m_capture.store())
    , m_why(m_capture.store(), m_capture.calls())
    , m_lookup(m_marks, m_contents, m_why)
    , m_exchanges(m_capture.store(), &m_marks, &m_capture.calls())
    , m_programs(m_capture.store(), &m_capture.calls())
    , m_coverage(m_capture.store())
    , m_overview(m_capture.store())
    , m_selection(&m_exchanges)
{
    setJoined(true);
    m_coverageTimer.setSingleShot(true);
    m_coverageTimer.setInterval(coverageEveryMs);
    connect(&m_coverageTimer, &QTimer::timeout, this, [this] {
        m_coverage.refresh();
        Q_EMIT countsChanged();
    });
    m_overviewTimer.setSingleShot(true);
    m_overviewTimer.setInterval(0);
    connect(&m_overviewTimer, &QTimer::timeout, this, &Workspace::countOverview);
    m_whyTimer.setSingleShot(true);
    m_whyTimer.setInterval(0);
    connect(&m_whyTimer, &QTimer::timeout, this, &Workspace::findWhy);
    connect(&m_capture, &CaptureController::applied, this, &Workspace::takeChange);
    connect(&m_capture, &CaptureController::emptied, this, &Workspace::startAnew);
    connect(&m_capture, &CaptureController::replaced, this, &Workspace::showReplaced);
    connect(&m_capture.rules(), &MaskingRules::changed, this, [this] {
        if (isMasked())
            m_export.cancel();
    });
    connect(&m_capture, &CaptureController::maskingDone, this, &Workspace::restoreShown);
    connect(&m_capture, &CaptureController::phaseChanged, this, [this](Phase phase) {
        m_exchanges.setLive(phase == Phase::Capturing);
        if (phase == Phase::Idle)
            setPaused(false);
        Q_EMIT countsChanged();
    });
    connect(&m_capture, &CaptureController::machinesChanged, this, [this] { m_machines.set(m_capture.machines()); });
    connect(&m_launch, &CaptureLaunch::starting, this, [this] {
        if (m_exchanges.total() == 0 && store().size() > 0)
            m_capture.clear();
    });
    connect(&m_filter, &ListFilter::changed, this, &Workspace::applyFilter);
    connect(&m_contents, &ContentIndex::found, this, [this](const std::vector<exchange::ExchangeId> &ids) { keepChosen([&] { m_exchanges.filterAgain(ids); }); });
    connect(&m_marks, &Marks::changed, this, [this](const std::vector<exchange::ExchangeId> &ids) {
        keepChosen([&] { m_exchanges.filterAgain(ids); });
        Q_EMIT countsChanged();
    });
    connect(&m_contents, &ContentIndex::waitingChanged, this, &Workspace::countsChanged);
}

bool Workspace::Lookup::holds(const filter::Term &term, base::ExchangeId id)
{
    if (term.field == filter::Field::Why)
        return m_why.holds(term, id);
    const bool mark = term.field == filter::Field::Mark || term.field == filter::Field::Comment;
    return mark ? m_marks.holds(term, id) : m_contents.holds(term, id);
}

void Workspace::takeChange(const exchange::Store::Change &change, bool coverageChanged)
{
    m_contents.setBodies(m_capture.bodies());
    m_why.apply(change);
    keepChosen([&] { m_exchanges.apply(change); });
    findWhy();
    m_programs.apply(change);
    m_errors.apply(store(), change);
    m_overview.apply(change);
    countOverview();
    if (coverageChanged && !m_coverageTimer.isActive())
        m_coverageTimer.start();
    Q_EMIT applied(change);
    chooseTried();
    Q_EMIT countsChanged();
}

// A view goes to a neighbour when the row of the chosen exchange goes. If that went because its call has a row now, it
// stays chosen.
void Workspace::keepChosen(const std::function<void()> &changeRows)
{
    const exchange::ExchangeId before = m_current;
    changeRows();
    if (m_current != before && m_exchanges.rowStandingFor(before))
        choose(before);
}

// The row of the trial's own request.
void Workspace::chooseTried()
{
    for (uint32_t id = m_launch.awaitedFrom(); id < store().size(); ++id) {
        if (processName(store(), store().process(id)) != "curl" || !m_exchanges.rowOf(id))
            continue;
        m_launch.noteTried();
        return choose(id);
    }
}

void Workspace::setMasked(bool masked)
{
    if (masked == isMasked())
        return;
    m_export.cancel();      // it would find other rows
    m_capture.setMasked(masked);
    Q_EMIT maskedChanged(masked);
}

void Workspace::showReplaced()
{
    // Or they are kept already, from before rows that are masked once more.
    if (m_current != base::noId)
        m_currentBefore = m_current;
    if (m_exchanges.firstId() > 0)
        m_floorOfAll = m_exchanges.firstId();
    choose(base::noId);
    endComparison();
    m_contents.forget();
    m_contents.setBodies(m_capture.bodies());
    m_exchanges.reload();
    m_coverage.refresh();
    showFrom(0);
    Q_EMIT countsChanged();
}

void Workspace::restoreShown()
{
    if (const exchange::ExchangeId floor = std::exchange(m_floorOfAll, 0); floor > 0 && floor <= store().size())
        showFrom(floor);
    if (const exchange::ExchangeId before = std::exchange(m_currentBefore, base::noId); before != base::noId && m_current == base::noId && m_exchanges.rowOf(before))
        choose(before);
    Q_EMIT countsChanged();
}

// The store is empty, or belongs to another capture.
void Workspace::startAnew()
{
    choose(base::noId);
    endComparison();
    m_contents.forget();
    m_why.forget();
    m_contents.setBodies(m_capture.bodies());
    m_exchanges.reload();
    m_coverage.refresh();
    showFrom(0);
    m_floorBefore = base::noId;
    Q_EMIT undoChanged();
}

void Workspace::showFrom(exchange::ExchangeId first)
{
    choose(base::noId);
    endComparison();
    if (first != m_exchanges.firstId())
        m_exchanges.showFrom(first);
    m_programs.restart(first);
    restartCounts();
    m_filter.setScope({});
    applyFilter();
    Q_EMIT restarted();
}

void Workspace::clear()
{
    if (m_exchanges.total() == 0 || m_export.isRunning())
        return;
    m_floorBefore = m_exchanges.firstId();
    showFrom(store().size());
    Q_EMIT undoChanged();
}

void Workspace::undoClear()
{
    if (!mayUndoClear())
        return;
    showFrom(std::exchange(m_floorBefore, base::noId));
    Q_EMIT undoChanged();
}

void Workspace::choose(exchange::ExchangeId id)
{
    if (id == m_current)
        return;
    m_current = id;
    if (m_comparison && id != m_comparison->first && id != m_comparison->second)
        endComparison();
    Q_EMIT chosen(id);
}

void Workspace::compare(exchange::ExchangeId left, exchange::ExchangeId right)
{
    if (left >= store().size() || right >= store().size() || !m_capture.bodies())
        return;
    m_comparison.emplace(left, right);
    Q_EMIT comparisonChanged();
}

void Workspace::endComparison()
{
    if (!m_comparison)
        return;
    m_comparison.reset();
    Q_EMIT comparisonChanged();
}

exchange::ExchangeId Workspace::previousLike(exchange::ExchangeId id) const
{
    if (id >= store().size() || store().path(id).empty())
        return base::noId;
    const auto pathOf = [this](exchange::ExchangeId each) {
        const std::string_view path = store().path(each);
        return path.substr(0, path.find('?'));
    };
    for (exchange::ExchangeId before = id; before-- > m_exchanges.firstId();) {
        const bool same = store().hostName(before) == store().hostName(id) && store().methodName(before) == store().methodName(id)
            && store().side(before) == store().side(id);
        if (same && pathOf(before) == pathOf(id))
            return before;
    }
    return base::noId;
}

std::vector<uint32_t> Workspace::selectedIds() const
{
    std::vector<uint32_t> ids;
    for (const auto &range : m_selection.selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.push_back(m_exchanges.idAt(row));
    std::ranges::sort(ids);
    const auto again = std::ranges::unique(ids);
    ids.erase(again.begin(), again.end());
    return ids;
}

std::vector<uint32_t> Workspace::selectedHalves() const
{
    std::vector<uint32_t> ids = selectedIds();
    for (size_t i = 0, rows = ids.size(); i < rows; ++i)
        if (m_exchanges.standsForBoth(ids[i]))
            ids.push_back(m_capture.calls().otherHalf(ids[i]));
    std::ranges::sort(ids);
    return ids;
}

void Workspace::setPaused(bool paused)
{
    if (paused == m_exchanges.isPaused())
        return;
    m_exchanges.setPaused(paused);
    Q_EMIT pausedChanged(paused);
    Q_EMIT countsChanged();
}

void Workspace::setJoined(bool joined)
{
    m_exchanges.setJoined(joined);
    m_programs.setJoined(joined);
    restartCounts();
    Q_EMIT countsChanged();
    if (m_current != base::noId)
        Q_EMIT chosen(m_current);   // it may have another row now
}

void Workspace::restartCounts()
{
    const calls::Calls *joined = isJoined() ? &m_capture.calls() : nullptr;
    m_errors.join(joined);
    m_errors.restart(store(), m_exchanges.firstId());
    m_overview.restart(m_exchanges.firstId(), joined);
    countOverview();
}

// A large capture in steps, so that the window stays responsive.
void Workspace::countOverview()
{
    if (m_overview.advance(countedAtOnce))
        m_overviewTimer.start();
    Q_EMIT overviewChanged();
}

// Likewise, while a filter asks for it.
void Workspace::findWhy()
{
    if (m_why.waiting() == 0)
        return;
    const std::vector<exchange::ExchangeId> found = m_why.advance(askedWhyAtOnce);
    keepChosen([&] { m_exchanges.filterAgain(found); });
    if (m_why.waiting() > 0)
        m_whyTimer.start();
    Q_EMIT countsChanged();
}

void Workspace::applyFilter()
{
    std::vector<filter::Filter> terms = m_filter.terms();
    m_contents.setFilters(terms);
    m_why.setAsked(std::ranges::any_of(terms, &filter::Filter::asksWhy));
    m_exchanges.setFilter(RowFilter(std::move(terms), m_filter.scope(), &m_lookup));
    findWhy();
    Q_EMIT countsChanged();
}

} // namespace ui
