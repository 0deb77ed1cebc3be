// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verbs.h"
#include "privhelper/wire/writer.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

class TestConvert : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // Writes a capture of these frames.
    std::string capture(const wire::Bytes &frames) const
    {
        const QString path = m_folder.filePath(QStringLiteral("in.cleartap"));
        QByteArray head(64, '\0');
        head.replace(0, 8, "CLEARTAP");
        head[8] = 1, head[12] = 64;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(head + QByteArray(reinterpret_cast<const char *>(frames.data()), qsizetype(frames.size()))) < 0)
            qFatal("cannot write");
        return path.toStdString();
    }

    // What is printed on standard error.
    static QByteArray told(const cli::Options &options, int &status)
    {
        QTemporaryFile said;
        if (!said.open())
            qFatal("no file");
        std::fflush(stderr);
        const int own = dup(STDERR_FILENO);
        dup2(said.handle(), STDERR_FILENO);
        status = cli::convert(options);
        std::fflush(stderr);
        dup2(own, STDERR_FILENO);
        close(own);
        said.seek(0);
        return said.readAll();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheCaptureHadLost()
    {
        wire::Bytes frames;
        encode(wire::Started{}, frames);
        encode(wire::Losses{1, {{wire::LossPlace::Kernel, uint8_t(wire::KernelLoss::RingFull), 3, 30}}}, frames);
        for (const char *name : {"out.har", "out.jsonl"}) {
            cli::Options options;
            options.verb = cli::Verb::Convert;
            options.in = capture(frames);
            options.out = m_folder.filePath(QString::fromLatin1(name)).toStdString();
            int status = -1;
            QCOMPARE(told(options, status), "lost: 3 events, 30 bytes: ring buffer full\n");
            QCOMPARE(status, 0);
        }
    }

    void saysNothingOfAWholeOne()
    {
        wire::Bytes frames;
        encode(wire::Started{}, frames);
        cli::Options options;
        options.verb = cli::Verb::Convert;
        options.in = capture(frames);
        options.out = m_folder.filePath(QStringLiteral("whole.har")).toStdString();
        int status = -1;
        QCOMPARE(told(options, status), "");
        QCOMPARE(status, 0);
    }
};

QTEST_GUILESS_MAIN(TestConvert)
#include "tst_convert.moc"
