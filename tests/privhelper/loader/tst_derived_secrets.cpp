// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets that a function derives: what it returns, as the plan of a program like rustls says.
#include "privhelper/analyzer/analyse.h"
#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

using namespace rig;

class DerivedSecretsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        m_program = m_folder.filePath("like_rustls");
        QCOMPARE(run("cc", { "-O2", "-DTABLE", "-DPLACES", "-DDERIVES", "-DRUNS", "-o", m_program, QStringLiteral(TEST_DATA "/elf/like_rustls.c") }).exitCode, 0);
    }

    void areReported_data()
    {
        QTest::addColumn<QString>("hooks");
        for (const char *hooks : { "", "no_cookies", "no_loop,no_cookies" })
            QTest::newRow(*hooks ? hooks : "the best") << hooks;
    }
    void areReported()
    {
        QFETCH(QString, hooks);
        const Log &log = captured(loader::TlsSecrets::WhereNeeded, hooks);
        QCOMPARE(log.secrets.size(), size_t(3));
        QByteArray first, second, master;
        for (char i = 0; i < 48; i++) {
            first += i < 32 ? char(i + 1) : 0;
            second += char(i + 3);
            master += i;
        }
        QCOMPARE(textOf(log.secrets[0]), first.left(32));
        QCOMPARE(textOf(log.secrets[1]), second);
        QCOMPARE(textOf(log.secrets[2]), master);
        // Nobody says which it was, but of the one for TLS 1.2.
        QCOMPARE(QByteArray(log.secrets[0].label), QByteArray());
        QCOMPARE(QByteArray(log.secrets[1].label), QByteArray());
        QCOMPARE(QByteArray(log.secrets[2].label), QByteArray("CLIENT_RANDOM"));
        for (const flow_secret &secret : log.secrets) {
            QCOMPARE(int(secret.origin), int(FLOW_ORIGIN_RUSTLS));
            QCOMPARE(int(secret.random_known), 1);
            QCOMPARE(QByteArray(reinterpret_cast<const char *>(secret.random), 32), QByteArray("abcdefghijklmnopqrstuvwxyzabcdef"));
            QCOMPARE(qint64(secret.h.pid), m_pid);
        }
    }

    void areNotReportedWhereOnlyCallsAreWanted()
    {
        const Log &log = captured(loader::TlsSecrets::Never, {});
        QVERIFY(log.secrets.empty());
        QCOMPARE(m_refusal, std::string("Only the secrets of its handshakes can be had, and this capture reads none."));
    }

private:
    static QByteArray textOf(const flow_secret &secret)
    {
        return QByteArray(reinterpret_cast<const char *>(secret.secret), secret.length);
    }

    const Log &captured(loader::TlsSecrets secrets, const QString &hooks)
    {
        loader::ScopeConfig scope = everything();
        scope.forcedHooks = *loader::forcedHooksOf(hooks.toStdString());
        scope.tlsSecrets = secrets;
        QProcess process;
        process.start(m_program, {});
        if (!process.waitForReadyRead())
            qFatal("the program does not run");
        m_pid = process.processId();
        m_capture = std::make_unique<Capture>(scope, false);
        if (!m_capture->isOpen())
            qFatal("%s", qPrintable(m_capture->error()));
        QFile file(m_program);
        [[maybe_unused]] const bool opened = file.open(QIODevice::ReadOnly);
        const QByteArray bytes = file.readAll();
        const analyzer::Plan plan = analyzer::analyse(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))));
        for (const loader::ExecutableFile &mapped : m_capture->session().libraries()) {
            if (mapped.path != m_program.toStdString())
                continue;
            const auto attached = m_capture->session().attachPlan(mapped, plan);
            if (attached && !attached->stacks.empty())
                m_refusal = attached->stacks[0].refusal;
        }
        process.write("x");
        process.closeWriteChannel();
        process.waitForFinished();
        return m_capture->drain();
    }

    QTemporaryDir m_folder;
    QString m_program;
    std::unique_ptr<Capture> m_capture;
    std::string m_refusal;
    qint64 m_pid = 0;
};

QTEST_GUILESS_MAIN(DerivedSecretsTest)
#include "tst_derived_secrets.moc"
