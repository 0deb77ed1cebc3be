// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_controller.h"

#include "app/masked/at_capture.h"
#include "app/masking/installation_key.h"
#include "app/session/tls_decryption.h"
#include "app/sources/open_sources.h"
#include "ui/background/in_background.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iterator>
#include <utility>

namespace ui {

namespace {

constexpr size_t shownAtOnce = 2'000;   // rows

// Before the first capture.
class NoBodies final : public base::BodySource
{
public:
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::unexpected(ENODATA); }
};

capture::LiveOptions::Rewrite decrypting(wire::TlsSource source)
{
    return [decryption = std::make_shared<session::TlsDecryption>(source)](const wire::Frame &frame, wire::Bytes &out) {
        return decryption->take(frame, out);
    };
}

capture::MachineState newMachine(const std::string &destination)
{
    capture::MachineState machine;
    machine.destination = destination;
    machine.state = capture::LinkState::Opening;
    return machine;
}

// Of this installation, or of this time alone.
masking::Key tagKey()
{
    const std::string path = masking::installationKeyPath();
    return path.empty() ? masking::randomKey() : masking::installationKey(path).value_or(masking::randomKey());
}

} // namespace

CaptureController::CaptureController(QObject *parent)
    : QObject(parent)
{
    m_maskTimer.setInterval(0);
    connect(&m_maskTimer, &QTimer::timeout, this, &CaptureController::maskMore);
    m_rulesTimer.setInterval(1000);
    connect(&m_rulesTimer, &QTimer::timeout, this, [this] { (void)m_rules.current(); });
    connect(&m_rules, &MaskingRules::changed, this, &CaptureController::maskAnew);
    m_restTimer.setSingleShot(true);
    m_restTimer.setInterval(0);
    connect(&m_restTimer, &QTimer::timeout, this, &CaptureController::showRest);
    m_look.setInterval(250);
    connect(&m_look, &QTimer::timeout, this, &CaptureController::lookAtMachines);
}

// The session's thread has ended when its session has: it may post to this.
CaptureController::~CaptureController() { m_session.reset(); }

qint64 CaptureController::capturingMs() const
{
    return m_phase == Phase::Capturing && m_clock.isValid() ? m_clock.elapsed() : m_lastMs;
}

void CaptureController::setPhase(Phase phase)
{
    if (phase == m_phase)
        return;
    if (m_phase == Phase::Capturing && m_clock.isValid())
        m_lastMs = m_clock.elapsed();
    m_phase = phase;
    if (phase == Phase::Capturing)
        m_clock.start();
    Q_EMIT phaseChanged(phase);
}

void CaptureController::start(const wire::Start &scope, const std::vector<capture::SourceSpec> &machines)
{
    if (isBusy())
        return;
    capture::LiveOptions options;
    options.start = scope; // and no path: an unsaved capture leaves nothing behind, however this program ends
    m_openPath.clear();
    options.ownScope = true;
    options.waitsForAll = false;
    options.sshMayAsk = false; // a question in the terminal behind the window would not be seen
    options.tlsSource = wire::TlsSource::Either;
    options.makeRewrite = [] { return decrypting(wire::TlsSource::Either); };
    if (m_masksAtCapture) {
        auto rules = usableRules();
        if (!rules)
            return;
        masked::maskAtCapture(options, tagKey(), std::move(*rules), exchange::bodyMaxUsual);
    }
    openOnThread([options, machines] { return sources::open(machines, options); }, Phase::Starting);
}

void CaptureController::open(const QString &path)
{
    if (isBusy())
        return;
    clear();
    m_openPath = path;
    const capture::SavedFile file { QFile::encodeName(path).toStdString(), QFile::encodeName(m_keyLog).toStdString() };
    openOnThread([file] { return sources::open({ file }); }, Phase::Opening);
}

void CaptureController::recover(const QString &path)
{
    if (isBusy())
        return;
    open(path);
    m_recovering = path;
}

void CaptureController::openOnThread(std::function<Opened()> opener, Phase phase)
{
    m_stopAsked = false;
    ++m_generation;
    setPhase(phase);
    // Not waited for: a pending password prompt must not keep the program from ending.
    inBackground(this, std::move(opener), [this, generation = m_generation](Opened source) {
        if (generation == m_generation)
            takeSource(std::move(source));
    });
}

void CaptureController::takeSource(Opened source)
{
    const Phase during = m_phase;
    const QString recovered = std::exchange(m_recovering, {});
    if (!source) {
        setPhase(Phase::Idle);
        Q_EMIT failed(source.error(), during);
        return;
    }
    const bool isOpenedFile = (*source)->isOpenedFile();
    const QString nameless = QStringLiteral("/proc/self/fd/%1").arg((*source)->captureFile());
    m_session = std::make_unique<session::CaptureSession>(
        std::move(*source), [this, generation = m_generation](session::Update &&update) {
            post(this, [this, generation, taken = std::move(update)]() mutable { takeUpdate(generation, std::move(taken)); });
        });
    m_machines.clear();
    if (during == Phase::Starting)
        m_look.start();
    // Updates are queued to this thread, so the first of them comes after this.
    if (!m_join.begin(captured(), m_session->bodies())) {
        m_session.reset();
        setPhase(Phase::Idle);
        Q_EMIT failed({ capture::ErrorKind::File, EMFILE, 0, 0, 0, "too many captures in one list" }, during);
        return;
    }
    m_bodies = m_join.bodies();
    if (!recovered.isEmpty()) {
        QFile::remove(recovered);
        m_openPath.clear();
    }
    m_unsaved |= m_openPath.isEmpty();
    m_firstIds.push_back(captured().size());
    m_files << (m_openPath.isEmpty() || !isOpenedFile ? nameless : m_openPath);
    if (during == Phase::Starting)
        setPhase(Phase::Capturing);
    if (m_stopAsked)
        stop();
}

void CaptureController::takeUpdate(uint64_t generation, session::Update &&update)
{
    if (generation != m_generation)
        return;
    for (const auto &notice : update.notices) {
        if (notice.kind == session::Notice::Kind::Started) {
            m_hooks = QString::fromStdString(notice.text);
            Q_EMIT hooksChanged(m_hooks);
        } else if (notice.kind == session::Notice::Kind::RoleLost) {
            Q_EMIT roleLost(QString::fromStdString(notice.text));
        }
    }
    const bool coverageChanged = !update.batch.coverage.empty();
    if (!update.batch.empty())
        take(m_join.shifted(std::move(update.batch)), coverageChanged);
    if (!update.ended)
        return;
    const Phase during = m_phase;
    lookAtMachines();
    m_look.stop();
    m_session.reset();
    setPhase(Phase::Idle);
    // A helper that ends after it was asked to is not a failure.
    const bool expected = during == Phase::Stopping && update.error && update.error->kind == capture::ErrorKind::HelperLost;
    if (update.error && !expected)
        Q_EMIT failed(*update.error, during);
    if (during == Phase::Opening || !m_openPath.isEmpty())
        Q_EMIT opened(m_openPath);
}

void CaptureController::take(exchange::Batch &&batch, bool coverageChanged)
{
    if (m_mask)
        m_mask->takeBatch(batch);
    auto change = (m_mask ? m_full : m_store).apply(std::move(batch));
    noteHalves(change);
    if (!m_mask) {
        Q_EMIT applied(change, coverageChanged);
        return;
    }
    m_mask->takeChange(m_full, change);
    if (!m_maskStuck)
        m_maskTimer.start();
}

std::optional<masking::Rules> CaptureController::usableRules()
{
    auto rules = m_rules.current();
    if (rules)
        return std::move(*rules);
    Q_EMIT rulesUnusable(rules.error());
    return std::nullopt;
}

void CaptureController::beginMasking()
{
    auto rules = usableRules();
    m_maskStuck = !rules;
    m_mask = std::make_unique<ScreenMask>(m_full, tagKey(), rules ? std::move(*rules) : masking::Rules());
    m_maskStuck ? m_maskTimer.stop() : m_maskTimer.start();
    m_rulesTimer.start();
}

// By other rules: what is shown may hold what they hide.
void CaptureController::maskAnew()
{
    if (!m_mask)
        return;
    m_store = exchange::Store();
    beginMasking();
    Q_EMIT replaced();
}

void CaptureController::setMasked(bool masked)
{
    if (masked == isMasked())
        return;
    if (masked) {
        m_full = std::exchange(m_store, exchange::Store());
        beginMasking();
    } else {
        m_maskTimer.stop();
        m_rulesTimer.stop();
        m_maskStuck = false;
        m_mask.reset();
        m_store = std::exchange(m_full, exchange::Store());
    }
    Q_EMIT replaced();
    if (!masked)
        Q_EMIT maskingDone();
}

void CaptureController::maskMore()
{
    constexpr int atOnceMs = 15;
    const NoBodies none;
    exchange::Batch batch = m_mask->advance(m_full, m_bodies ? *m_bodies : static_cast<const base::BodySource &>(none), atOnceMs);
    if (!batch.empty()) {
        const bool coverageChanged = !batch.coverage.empty();
        const auto change = m_store.apply(std::move(batch));
        Q_EMIT applied(change, coverageChanged);
    }
    if (m_mask && !m_mask->waits()) {
        m_maskTimer.stop();
        Q_EMIT maskingDone();
    }
}

void CaptureController::stop()
{
    m_stopAsked = true;
    if (!m_session)
        return;
    m_session->stop();
    setPhase(Phase::Stopping);
}

void CaptureController::lookAtMachines()
{
    if (!m_session)
        return;
    const std::vector<capture::MachineState> before = std::exchange(m_machines, m_session->machines());
    Q_EMIT machinesChanged();
    const std::vector<capture::MachineState> all = m_machines;   // whoever is told may add another
    for (const capture::MachineState &now : all) {
        const auto known = std::ranges::find(before, now.destination, &capture::MachineState::destination);
        const capture::MachineState was = known == before.end() ? newMachine(now.destination) : *known;
        if (was.state != now.state || was.losses != now.losses || was.missedNs != now.missedNs || was.name != now.name || was.reason != now.reason)
            Q_EMIT machineChanged(was, now);
    }
}

bool CaptureController::addMachine(const capture::SourceSpec &machine)
{
    if (!m_session || m_phase != Phase::Capturing || !m_session->add(machine))
        return false;
    lookAtMachines();
    return true;
}

void CaptureController::removeMachine(const QString &destination)
{
    if (m_session)
        m_session->remove(destination.toStdString());
}

void CaptureController::answerMachine(const QString &destination, std::string password)
{
    if (m_session)
        m_session->answer(destination.toStdString(), std::move(password));
}

// What is shown of one half may depend on the other: with either, both have changed.
void CaptureController::noteHalves(exchange::Store::Change &change)
{
    std::vector<exchange::ExchangeId> also = m_calls.update(captured(), change);
    const auto add = [&](exchange::ExchangeId id) {
        if (const exchange::ExchangeId other = m_calls.otherHalf(id); other != base::noId)
            also.push_back(other);
    };
    std::ranges::for_each(change.changed, add);
    for (exchange::ExchangeId id = change.firstNew; id < captured().size(); ++id)
        add(id);
    if (also.empty())
        return;
    std::erase_if(also, [&](exchange::ExchangeId id) { return id >= change.firstNew; });
    change.changed.insert(change.changed.end(), also.begin(), also.end());
    std::ranges::sort(change.changed);
    const auto again = std::ranges::unique(change.changed);
    change.changed.erase(again.begin(), again.end());
}

void CaptureController::clear()
{
    if (isBusy())
        return;
    m_join.reset();
    m_bodies.reset();
    m_store.clear();
    m_full.clear();
    if (m_mask)
        beginMasking();
    m_calls = {};
    m_unsaved = false;
    m_lastMs = 0;
    m_openPath.clear();
    m_files.clear();
    m_firstIds.clear();
    m_machines.clear();
    Q_EMIT machinesChanged();
    Q_EMIT emptied();
}

void CaptureController::show(exchange::Batch &&batch, std::shared_ptr<const base::BodySource> bodies, const QString &path)
{
    if (isBusy())
        return;
    clear();
    m_openPath = path;
    m_join.begin(captured(), std::move(bodies));
    m_bodies = m_join.bodies();
    m_rest = m_join.shifted(std::move(batch));
    std::ranges::stable_sort(m_rest.exchanges, {}, &exchange::Exchange::id);
    m_restTaken = 0;
    if (m_rest.exchanges.size() > shownAtOnce)
        setPhase(Phase::Opening);
    showRest();
}

// The rows that an archive has, some between two events.
void CaptureController::showRest()
{
    const bool first = m_restTaken == 0;
    const size_t end = std::min(m_restTaken + shownAtOnce, m_rest.exchanges.size());
    exchange::Batch next;
    next.exchanges.assign(std::make_move_iterator(m_rest.exchanges.begin() + ptrdiff_t(m_restTaken)), std::make_move_iterator(m_rest.exchanges.begin() + ptrdiff_t(end)));
    m_restTaken = end;
    const bool last = end == m_rest.exchanges.size();
    if (first) {
        next.processes = std::move(m_rest.processes);
        next.connections = std::move(m_rest.connections);
        next.tcp = std::move(m_rest.tcp);
        next.coverage = std::move(m_rest.coverage);
        next.losses = std::move(m_rest.losses);
    }
    if (last) {
        next.items = std::move(m_rest.items);
        next.endedConnections = std::move(m_rest.endedConnections);
        next.endedProcesses = std::move(m_rest.endedProcesses);
        next.capturedBytes = m_rest.capturedBytes;
        m_rest = {};
    }
    take(std::move(next), first);
    if (!last)
        return m_restTimer.start();
    setPhase(Phase::Idle);
    Q_EMIT opened(m_openPath);
}

void CaptureController::examine()
{
    using Findings = std::expected<std::vector<wire::Finding>, capture::Error>;
    capture::LiveOptions options;
    options.mayAskForPrivilege = false;
    inBackground(
        this, [options] { return capture::examine(options); },
        [this](const Findings &findings) {
            if (findings)
                Q_EMIT examined(*findings);
            else
                Q_EMIT examineFailed(findings.error());
        });
}

} // namespace ui
