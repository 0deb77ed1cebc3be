// SPDX-License-Identifier: GPL-3.0-or-later
// Starts captures: of the chosen scope, of a command from its first byte, and of one request as a trial.
#pragma once

#include "ui/workspace/capture_controller.h"
#include "ui/workspace/scope.h"

#include <QObject>

#include <memory>

namespace ui {

class CommandRun;

class CaptureLaunch : public QObject
{
    Q_OBJECT
public:
    explicit CaptureLaunch(CaptureController &, QObject *parent = nullptr);
    ~CaptureLaunch() override;

    const Scope &scope() const { return m_scope; }
    void setScope(const Scope &);
    // A sentence: why other machines cannot be captured now; empty: they can.
    QString whyNoOtherMachine() const;
    // Does nothing while another one runs.
    void start();
    // Captures, unless a capture is running, while curl fetches the URL.
    void tryUrl(const QString &url);
    // The first exchange that a trial may have caused; noId: none is awaited.
    exchange::ExchangeId awaitedFrom() const { return m_awaitedFrom; }
    void noteTried() { m_awaitedFrom = base::noId; }

Q_SIGNALS:
    void scopeChanged(const ui::Scope &);
    // A start was asked for: earlier problems no longer matter.
    void starting();
    // A sentence: why the capture or its command could not run, or how that ended.
    void commandFailed(const QString &problem);

private:
    void run(const QStringList &command, bool scopeIsCommand);

    CaptureController &m_capture;
    Scope m_scope;
    std::unique_ptr<CommandRun> m_command;
    exchange::ExchangeId m_awaitedFrom = base::noId;
};

} // namespace ui
