// SPDX-License-Identifier: GPL-3.0-or-later
// One jq filter at a time, applied to a body in a process of its own.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QTimer>

namespace ui {

class JqQuery : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype resultMax = 16 * 1024 * 1024;

    explicit JqQuery(QObject *parent = nullptr);
    ~JqQuery() override;

    // Ends the one that runs. `json`: UTF-8, one value or several.
    void run(const QString &filter, const QByteArray &json);
    void cancel();
    // The program that is started with --jq; this one unless a test says otherwise.
    void setProgram(const QString &path) { m_program = path; }

Q_SIGNALS:
    // Values in lines. Not `whole`: there are more than resultMax bytes of them.
    void found(const QByteArray &json, bool whole);
    void failed(const QString &sentence);

private:
    void read();
    void finish(int exit, QProcess::ExitStatus);
    void forget();

    QString m_program;
    QProcess *m_process = nullptr;   // while one runs
    QTimer m_patience;
    QByteArray m_result;
};

} // namespace ui
