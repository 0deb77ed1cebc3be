// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jq/jq_query.h"

#include "ui/jq/jq_worker.h"

#include <QCoreApplication>
#include <QProcessEnvironment>

#include <chrono>

namespace ui {

namespace {

constexpr std::chrono::seconds patience(15);

} // namespace

JqQuery::JqQuery(QObject *parent)
    : QObject(parent)
    , m_program(QCoreApplication::applicationFilePath())
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        forget();
        Q_EMIT failed(tr("The filter took longer than %1 seconds.").arg(patience.count()));
    });
}

JqQuery::~JqQuery() { forget(); }

void JqQuery::run(const QString &filter, const QByteArray &json)
{
    forget();
    m_result.clear();
    m_process = new QProcess(this);
    m_process->setProcessEnvironment(QProcessEnvironment());   // a filter can read it
    connect(m_process, &QProcess::readyReadStandardOutput, this, &JqQuery::read);
    connect(m_process, &QProcess::finished, this, &JqQuery::finish);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        const QString why = m_process->errorString();
        forget();
        Q_EMIT failed(tr("The filter could not be run: %1").arg(why));
    });
    m_process->start(m_program, {QStringLiteral("--jq"), filter});
    if (!m_process)
        return;
    m_process->write(json);
    m_process->closeWriteChannel();
    m_patience.start();
}

void JqQuery::cancel() { forget(); }

void JqQuery::read()
{
    m_result += m_process->readAllStandardOutput();
    if (m_result.size() <= resultMax)
        return;
    m_result.truncate(m_result.lastIndexOf('\n', resultMax) + 1);
    forget();
    Q_EMIT found(m_result, false);
}

void JqQuery::finish(int exit, QProcess::ExitStatus status)
{
    read();
    if (!m_process)
        return;
    const QString said = QString::fromUtf8(m_process->readAllStandardError().left(2000)).section(QLatin1Char('\n'), 0, 0);
    forget();
    if (status == QProcess::CrashExit)
        Q_EMIT failed(tr("The filter needed too much processor time or memory."));
    else if (exit != JqDone)
        Q_EMIT failed(said);
    else
        Q_EMIT found(m_result, true);
}

// Its process may be the sender.
void JqQuery::forget()
{
    m_patience.stop();
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    connect(m_process, &QProcess::finished, m_process, &QObject::deleteLater);
    if (m_process->state() == QProcess::NotRunning)
        m_process->deleteLater();
    m_process = nullptr;
}

} // namespace ui
