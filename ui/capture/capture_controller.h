// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, stops and opens captures, and holds their contents. Lives on the GUI thread; opening a source, which may
// ask for a password, happens on another thread, so that nothing here blocks.
#pragma once

#include "app/capture/live_source.h"
#include "app/exchange/store.h"
#include "app/session/capture_session.h"
#include "ui/capture/capture_join.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace ui {

class CaptureController : public QObject
{
    Q_OBJECT
public:
    enum class Phase : uint8_t {
        Idle,       // nothing is running; there may be rows
        Starting,   // the helper is being started
        Capturing,
        Stopping,   // still receiving what is in flight
        Opening,    // a saved capture is being read
    };
    Q_ENUM(Phase)

    explicit CaptureController(QObject *parent = nullptr);
    ~CaptureController() override;

    const exchange::Store &store() const { return m_store; }
    std::shared_ptr<const base::BodySource> bodies() const { return m_bodies; }
    Phase phase() const { return m_phase; }
    bool isBusy() const { return m_phase != Phase::Idle; }
    qint64 capturingMs() const;                     // of the current or last capture
    QString hooks() const { return m_hooks; }       // empty: unknown
    bool isUnsaved() const { return m_unsaved && m_store.size() > 0; }
    // Capture files behind the list, in the order of their rows; usually one. Unsaved ones have no name in a folder,
    // so their paths are valid only within this process.
    QStringList files() const { return m_files; }
    void noteSaved() { m_unsaved = false; }

    // Only when Idle, otherwise does nothing. Existing rows stay.
    void start(const wire::Start &scope);
    // Clears the list, then reads the file.
    void open(const QString &path);
    // The same for a capture left by a window that ended unexpectedly: its file loses its name, so unless saved it is
    // gone with its rows.
    void recover(const QString &path);
    void stop();
    // Only when Idle: discards everything, including unsaved captures.
    void clear();
    // Shows exchanges from another source than a capture (an imported archive); clears the list first.
    void show(exchange::Batch &&, std::shared_ptr<const base::BodySource>, const QString &path);

    // Checks what works on this machine, without asking for a password.
    void examine();

Q_SIGNALS:
    void phaseChanged(ui::CaptureController::Phase);
    void applied(const exchange::Store::Change &, bool coverageChanged);
    void emptied();
    void hooksChanged(const QString &);
    // The source could not be opened, or ended unexpectedly; the rows stay.
    void failed(const capture::Error &, ui::CaptureController::Phase during);
    void roleLost(const QString &);
    void opened(const QString &path);               // completely read, or up to where it is damaged
    void examined(const std::vector<wire::Finding> &);
    void examineFailed(const capture::Error &);

private:
    using Opened = std::expected<std::unique_ptr<capture::Source>, capture::Error>;

    void setPhase(Phase);
    void openOnThread(std::function<Opened()>, Phase phase);
    void takeSource(Opened);
    void takeUpdate(uint64_t generation, session::Update &&);

    exchange::Store m_store;
    CaptureJoin m_join;
    std::shared_ptr<const base::BodySource> m_bodies;
    std::unique_ptr<session::CaptureSession> m_session;
    Phase m_phase = Phase::Idle;
    uint64_t m_generation = 0;
    bool m_stopAsked = false, m_unsaved = false;
    QString m_hooks, m_openPath;
    QString m_recovering;                           // the file that recover() is opening
    QStringList m_files;
    QElapsedTimer m_clock;
    qint64 m_lastMs = 0;
};

} // namespace ui
