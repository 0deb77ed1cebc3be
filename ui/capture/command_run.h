// SPDX-License-Identifier: GPL-3.0-or-later
// A command that waits: its process is there, so it can be the scope of a capture, but it runs
// only when the capture does. Nothing of it is missed.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace ui {

class CommandRun : public QObject
{
    Q_OBJECT
public:
    explicit CommandRun(QObject *parent = nullptr);
    ~CommandRun() override;

    // Prepares the process; waiting(pid) or finished() follows.
    void prepare(const QStringList &command);
    // Lets it run. Before waiting() it is remembered.
    void release();
    void abandon();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void waiting(qint64 pid);
    // `problem` is empty when it ended with 0; else a sentence, with the last line of its errors.
    void finished(const QString &problem);

private:
    QProcess m_process;
    QStringList m_command;
    bool m_released = false;
};

} // namespace ui
