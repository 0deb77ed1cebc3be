// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/capture_controller.h"

#include "ui/background/in_background.h"

#include <QFile>

#include <cerrno>
#include <functional>
#include <utility>

namespace ui {

CaptureController::CaptureController(QObject *parent)
    : QObject(parent)
{
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

void CaptureController::start(const wire::Start &scope)
{
    if (isBusy())
        return;
    capture::LiveOptions options;
    options.start = scope; // and no path: an unsaved capture leaves nothing behind, however this program ends
    m_openPath.clear();
    openOnThread([options] { return capture::openLive(options); }, Phase::Starting);
}

void CaptureController::open(const QString &path)
{
    if (isBusy())
        return;
    clear();
    m_openPath = path;
    openOnThread([name = QFile::encodeName(path).toStdString()] { return capture::openSaved(name); }, Phase::Opening);
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
    const QString nameless = QStringLiteral("/proc/self/fd/%1").arg((*source)->captureFile());
    m_session = std::make_unique<session::CaptureSession>(
        std::move(*source), [this, generation = m_generation](session::Update &&update) {
            post(this, [this, generation, taken = std::move(update)]() mutable { takeUpdate(generation, std::move(taken)); });
        });
    // Updates are queued to this thread, so the first of them comes after this.
    if (!m_join.begin(m_store, m_session->bodies())) {
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
    m_files << (m_openPath.isEmpty() ? nameless : m_openPath);
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
    if (!update.batch.empty()) {
        const auto change = m_store.apply(m_join.shifted(std::move(update.batch)));
        Q_EMIT applied(change, coverageChanged);
    }
    if (!update.ended)
        return;
    const Phase during = m_phase;
    m_session.reset();
    setPhase(Phase::Idle);
    // A helper that ends after it was asked to is not a failure.
    const bool expected = during == Phase::Stopping && update.error && update.error->kind == capture::ErrorKind::HelperLost;
    if (update.error && !expected)
        Q_EMIT failed(*update.error, during);
    if (during == Phase::Opening || !m_openPath.isEmpty())
        Q_EMIT opened(m_openPath);
}

void CaptureController::stop()
{
    m_stopAsked = true;
    if (!m_session)
        return;
    m_session->stop();
    setPhase(Phase::Stopping);
}

void CaptureController::clear()
{
    if (isBusy())
        return;
    m_join.reset();
    m_bodies.reset();
    m_store.clear();
    m_unsaved = false;
    m_lastMs = 0;
    m_openPath.clear();
    m_files.clear();
    Q_EMIT emptied();
}

void CaptureController::show(exchange::Batch &&batch, std::shared_ptr<const base::BodySource> bodies, const QString &path)
{
    if (isBusy())
        return;
    clear();
    m_openPath = path;
    m_join.begin(m_store, std::move(bodies));
    m_bodies = m_join.bodies();
    const auto change = m_store.apply(m_join.shifted(std::move(batch)));
    Q_EMIT applied(change, true);
    Q_EMIT opened(path);
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
