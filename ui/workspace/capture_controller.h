// SPDX-License-Identifier: GPL-3.0-or-later
// Starts, stops and opens captures, and holds their contents. Lives on the GUI thread; opening a source, which may
// ask for a password, happens on another thread, so that nothing here blocks.
#pragma once

#include "app/calls/calls.h"
#include "app/capture/live_source.h"
#include "app/exchange/store.h"
#include "app/session/capture_session.h"
#include "ui/workspace/capture_join.h"
#include "ui/workspace/masking_rules.h"
#include "ui/workspace/screen_mask.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
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

    // What is shown: masked while isMasked(), and then growing, as rows are masked one after the other.
    const exchange::Store &store() const { return m_store; }
    // The same rows as they were captured, whatever is masked. Nothing of them is to be shown.
    const exchange::Store &captured() const { return m_mask ? m_full : m_store; }
    const calls::Calls &calls() const { return m_calls; }   // which of its exchanges are halves of one call
    std::shared_ptr<const base::BodySource> bodies() const { return m_mask ? m_mask->bodies() : m_bodies; }
    std::shared_ptr<const base::BodySource> capturedBodies() const { return m_bodies; }     // of captured()
    // The user's own, by which all of it is masked.
    MaskingRules &rules() { return m_rules; }
    // Those of this moment; nothing if they cannot be used, which rulesUnusable() then says.
    std::optional<masking::Rules> usableRules();
    // Shows all rows without their secrets, for who shares the screen. replaced() follows at once, and applied() as rows are
    // masked. What is captured and saved stays as it is.
    void setMasked(bool);
    bool isMasked() const { return bool(m_mask); }
    // Whether rows are still to be masked: they are not shown yet.
    bool isMasking() const { return m_mask && m_mask->waits(); }
    // Nothing is shown, as the user's own masking rules cannot be used.
    bool isMaskStuck() const { return m_mask && m_maskStuck; }
    Phase phase() const { return m_phase; }
    bool isBusy() const { return m_phase != Phase::Idle; }
    qint64 capturingMs() const;                     // of the current or last capture
    QString hooks() const { return m_hooks; }       // empty: unknown
    bool isUnsaved() const { return m_unsaved && captured().size() > 0; }
    // Capture files behind the list, in the order of their rows; usually one. Unsaved ones have no name in a folder,
    // so their paths are valid only within this process.
    QStringList files() const { return m_files; }
    // The first exchange of each of files().
    const std::vector<exchange::ExchangeId> &firstIds() const { return m_firstIds; }
    void noteSaved() { m_unsaved = false; }

    // From the next start() on: secrets are masked before anything of them is stored.
    void setMasksAtCapture(bool masks) { m_masksAtCapture = masks; }
    bool masksAtCapture() const { return m_masksAtCapture; }

    // Only when Idle, otherwise does nothing. Existing rows stay. `machines`: this one and others, which are linked while the
    // capture runs.
    void start(const wire::Start &scope, const std::vector<capture::SourceSpec> &machines = { capture::ThisMachine {} });
    // While capturing: another machine, or this one, from now on; false: it is captured already. See machineChanged().
    bool addMachine(const capture::SourceSpec &);
    // Ends the capture of one machine; its rows stay. The last one's end is the capture's.
    void removeMachine(const QString &destination);
    // What a machine in state Asking waits for; it is kept nowhere.
    void answerMachine(const QString &destination, std::string password);
    // Of the capture that runs, or ran last.
    const std::vector<capture::MachineState> &machines() const { return m_machines; }
    // Clears the list, then reads the file: a saved capture, or packets that another program captured.
    void open(const QString &path);
    // A file with the secrets of handshakes, for packets opened from now on; empty: none.
    void setKeyLog(const QString &path) { m_keyLog = path; }
    // The same for a capture left by a window that ended unexpectedly: its file loses its name, so unless saved it is
    // gone with its rows.
    void recover(const QString &path);
    void stop();
    // Only when Idle: discards everything, including unsaved captures.
    void clear();
    // Shows exchanges from another source than a capture (an imported archive); clears the list first. Many come some at a
    // time, while it is Opening; opened() follows in any case.
    void show(exchange::Batch &&, std::shared_ptr<const base::BodySource>, const QString &path);

    // Checks what works on this machine, without asking for a password.
    void examine();

Q_SIGNALS:
    void phaseChanged(ui::CaptureController::Phase);
    void applied(const exchange::Store::Change &, bool coverageChanged);
    void emptied();
    // store() holds the same rows in another form, or none of them yet.
    void replaced();
    // Nothing was masked, written or started, since that would have been without rules of the user's.
    void rulesUnusable(const ui::MaskingRules::Problem &);
    // No row waits to be masked any more.
    void maskingDone();
    void hooksChanged(const QString &);
    // The source could not be opened, or ended unexpectedly; the rows stay.
    void failed(const capture::Error &, ui::CaptureController::Phase during);
    void roleLost(const QString &);
    // What becomes of the link to one machine; at first, `before` has no name.
    void machineChanged(const capture::MachineState &before, const capture::MachineState &now);
    // Any of machines(), or which they are.
    void machinesChanged();
    void opened(const QString &path);               // completely read, or up to where it is damaged
    void examined(const std::vector<wire::Finding> &);
    void examineFailed(const capture::Error &);

private:
    using Opened = std::expected<std::unique_ptr<capture::Source>, capture::Error>;

    void setPhase(Phase);
    void openOnThread(std::function<Opened()>, Phase phase);
    void takeSource(Opened);
    void takeUpdate(uint64_t generation, session::Update &&);
    void noteHalves(exchange::Store::Change &);
    void take(exchange::Batch &&, bool coverageChanged);
    void showRest();
    void maskMore();
    void beginMasking();
    void maskAnew();
    void lookAtMachines();

    MaskingRules m_rules;
    exchange::Store m_store, m_full;                // full: of the masked ones, as they were captured
    calls::Calls m_calls;
    CaptureJoin m_join;
    std::shared_ptr<const base::BodySource> m_bodies;
    std::unique_ptr<ScreenMask> m_mask;             // null: nothing is masked
    QTimer m_maskTimer;
    QTimer m_rulesTimer;                            // looks at the rules while they are in use
    bool m_maskStuck = false;
    std::unique_ptr<session::CaptureSession> m_session;
    Phase m_phase = Phase::Idle;
    uint64_t m_generation = 0;
    bool m_stopAsked = false, m_unsaved = false, m_masksAtCapture = false;
    QString m_hooks, m_openPath, m_keyLog;
    QString m_recovering;                           // the file that recover() is opening
    QStringList m_files;
    std::vector<exchange::ExchangeId> m_firstIds;
    exchange::Batch m_rest;                         // of show(): not all of it is taken yet
    size_t m_restTaken = 0;                         // of its exchanges
    QTimer m_restTimer;
    std::vector<capture::MachineState> m_machines;  // as they were told last
    QTimer m_look;                                  // at them
    QElapsedTimer m_clock;
    qint64 m_lastMs = 0;
};

} // namespace ui
