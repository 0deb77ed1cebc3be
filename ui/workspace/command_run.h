// SPDX-License-Identifier: GPL-3.0-or-later
// A command on hold: its process exists, so it can be the scope of a capture, but it starts running only once the
// capture does. Nothing it does is missed.
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
    // Lets it run. If called before waiting(), it runs as soon as it is prepared.
    void release();
    void abandon();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void waiting(qint64 pid);
    // `problem` is empty if it exited with 0; otherwise a sentence, with the last line of its error output.
    void finished(const QString &problem);

private:
    QProcess m_process;
    QStringList m_command;
    bool m_released = false;
};

} // namespace ui
