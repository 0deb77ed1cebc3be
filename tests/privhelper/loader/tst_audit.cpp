// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit.h"
#include "privhelper/loader/audit_verify.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <sys/wait.h>

using namespace loader;

class TestAudit : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;

    AuditPlaces places() const { return {path("log/deep").toStdString(), path("state").toStdString()}; }
    QString path(const char *name) const { return m_directory->filePath(QLatin1String(name)); }
    QString log() const { return path("log/deep/audit.jsonl"); }
    static QByteArray read(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &name, const QByteArray &text)
    {
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size())
            qFatal("write");
    }
    QList<QByteArray> lines() const { return read(log()).split('\n'); } // and an empty one
    void rewrite(QList<QByteArray> lines) const { write(log(), lines.join('\n')); }
    void appendMany(int count)
    {
        for (int i = 0; i < count; ++i)
            QVERIFY(append(AuditRecord("started").number("uid", 1000 + i).text("exe", "/usr/bin/cleartap"), places()));
    }
    AuditVerdict verdict(bool withEnd = true) const
    {
        const auto key = bytesOf(read(path("state/audit.key")).trimmed().toStdString());
        const auto state = AuditState::open(places().state);
        QList<QByteArray> rest = lines();
        if (rest.last().isEmpty())
            rest.removeLast();
        return verify([&]() { return rest.isEmpty() ? std::nullopt : std::optional(rest.takeFirst().toStdString()); }, *key,
                      withEnd && state ? std::optional(state->chain()) : std::nullopt);
    }
    QString problem() const { return QString::fromStdString(verdict().problem); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void appendsALineForEachRecordForItsOwnerAlone()
    {
        QVERIFY(append(AuditRecord("started").number("uid", 1000).text("exe", "/usr/bin/cleartap"), places()));
        QVERIFY(append(AuditRecord("ended").number("uid", 1000), places()));
        QCOMPARE(lines().size(), 3);
        const QJsonObject first = QJsonDocument::fromJson(lines().first()).object();
        QCOMPARE(first[QStringLiteral("event")].toString(), QStringLiteral("started"));
        QCOMPARE(first[QStringLiteral("uid")].toInt(), 1000);
        QCOMPARE(first[QStringLiteral("entry")].toInt(-1), 0);
        QCOMPARE(first[QStringLiteral("exe")].toString(), QStringLiteral("/usr/bin/cleartap"));
        QVERIFY(QRegularExpression(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"))
                    .match(first[QStringLiteral("time")].toString()).hasMatch());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const QString &name : {log(), path("log/deep"), path("state"), path("state/audit.key"), path("state/audit.state")})
            QCOMPARE(QFileInfo(name).permissions() & others, QFile::Permissions());
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().entries, 2u);
    }

    void staysOneLineWhateverTheValueHolds()
    {
        std::string everything;
        for (int byte = 0; byte < 256; ++byte)
            everything += char(byte);
        // A value that looks like what follows it.
        QVERIFY(append(AuditRecord("x").text("path", everything).text("long", std::string(9000, 'y'))
                           .text("forged", "\",\"entry\":7,\"before\":\"" + std::string(64, '0') + "\",\"code\":\"" + std::string(64, '0') + "\"}"), places()));
        QCOMPARE(lines().size(), 2);
        QVERIFY(lines().first().size() < 4000);
        const QJsonObject object = QJsonDocument::fromJson(lines().first()).object();
        QCOMPARE(object[QStringLiteral("path")].toString(), QString::fromLatin1(everything.data(), 256));
        QCOMPARE(problem(), QString());
    }

    void neverFollowsALinkThatSomebodyPutThere()
    {
        appendMany(1);
        QFile::remove(log());
        QVERIFY(QFile::link(path("victim"), log()));
        const auto written = append(AuditRecord("x"), places());
        QVERIFY(!written);
        QCOMPARE(written.error().code, ELOOP);
        QVERIFY(!QFile::exists(path("victim")));
        QVERIFY(!append(AuditRecord("x"), {"/proc/nowhere", path("state").toStdString()}));
        QVERIFY(!append(AuditRecord("x"), {path("log").toStdString(), "/proc/nowhere"}));
    }

    void namesWhicheverByteWasChanged()
    {
        appendMany(3);
        const QByteArray whole = read(log());
        QVector<int> ends;
        for (int at = 0; at < whole.size(); ++at) {
            if (whole[at] == '\n')
                ends.push_back(at);
        }
        for (int at = 0; at < whole.size(); ++at) {
            QByteArray changed = whole;
            changed[at] = char(changed[at] ^ 1);
            write(log(), changed);
            const auto found = verdict();
            const auto entry = uint64_t(std::ranges::lower_bound(ends, at) - ends.begin());
            QVERIFY2(!found.problem.empty(), changed.constData());
            QVERIFY2(found.entries == entry, found.problem.c_str());
        }
        write(log(), whole);
        QCOMPARE(problem(), QString());
    }

    void namesWhatWasRemovedOrReordered()
    {
        appendMany(6);
        const QList<QByteArray> whole = lines();
        QCOMPARE(whole.size(), 7);
        const auto without = [&](int first, int count) {
            QList<QByteArray> rest = whole;
            rest.remove(first, count);
            rewrite(rest);
            return problem();
        };
        QCOMPARE(without(2, 1), QStringLiteral("Line 3: entry 2 was removed."));
        QCOMPARE(without(1, 3), QStringLiteral("Line 2: entries 1 to 3 were removed."));
        QCOMPARE(without(0, 2), QStringLiteral("Line 1: entries 0 to 1 were removed, or an older log precedes this one."));
        QCOMPARE(without(4, 2), QStringLiteral("At the end: entries 4 to 5 were removed."));
        QCOMPARE(without(0, 6), QStringLiteral("At the end: entries 0 to 5 were removed."));
        QVERIFY(verdict(false).problem.empty());
        QList<QByteArray> swapped = whole;
        swapped.swapItemsAt(1, 3);
        rewrite(swapped);
        QCOMPARE(problem(), QStringLiteral("Line 2: entry 3 stands before entry 1: they were reordered."));
        QList<QByteArray> doubled = whole;
        doubled.insert(4, whole[1]);
        rewrite(doubled);
        QCOMPARE(problem(), QStringLiteral("Line 5: entry 1 stands a second time, behind entry 3."));
        QList<QByteArray> inserted = whole;
        inserted.insert(4, "{\"event\":\"started\"}");
        rewrite(inserted);
        QCOMPARE(problem(), QStringLiteral("Line 5: entry 4 was changed, or a line was inserted before it."));
    }

    // Whoever reads the current key can write what follows, and nothing before it.
    void doesNotLetALaterKeyForgeAnEarlierEntry()
    {
        appendMany(3);
        AuditChain stolen = AuditState::open(places().state)->chain();
        QVERIFY(!read(path("state/audit.state")).contains(read(path("state/audit.key")).trimmed()));
        stolen.number = 1;
        stolen.last = parseEntry(std::string_view(lines()[0].constData(), size_t(lines()[0].size())))->code;
        QList<QByteArray> forged = lines();
        forged[1] = QByteArray::fromStdString(seal("{\"event\":\"harmless\"", stolen)).trimmed();
        rewrite(forged);
        QCOMPARE(problem(), QStringLiteral("Line 2: entry 1 was changed."));
    }

    void goesOnAfterItWasInterrupted()
    {
        appendMany(2);
        const QByteArray state = read(path("state/audit.state"));
        appendMany(1);
        // The line was written, the state was not.
        write(path("state/audit.state"), state);
        appendMany(1);
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().entries, 4u);
        // Half a line was written.
        const QByteArray next = read(path("state/audit.state"));
        write(log(), read(log()) + "{\"time\":\"20");
        appendMany(2);
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().entries, 6u);
        QCOMPARE(verdict().torn, 1u);
        // The old state was erased, the new one not yet renamed.
        QVERIFY(QFile::copy(path("state/audit.state"), path("state/audit.state.new")));
        write(path("state/audit.state"), QByteArray(next.size(), '\0'));
        appendMany(1);
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().entries, 7u);
    }

    void writesNothingWithoutItsState()
    {
        appendMany(2);
        const QByteArray before = read(log());
        QVERIFY(QFile::remove(path("state/audit.state")));
        const auto written = append(AuditRecord("x"), places());
        QVERIFY(!written);
        QCOMPARE(written.error().code, EBADMSG);
        QCOMPARE(read(log()), before);
        write(path("state/audit.state"), "nonsense");
        QVERIFY(!append(AuditRecord("x"), places()));
        // The first key may be kept elsewhere.
        QVERIFY(QFile::remove(path("state/audit.state")));
        QVERIFY(QFile::rename(path("state/audit.key"), path("elsewhere")));
        QVERIFY(QFile::remove(log()));
        appendMany(1);
        QVERIFY(QFile::remove(path("state/audit.key")));
        appendMany(1);
        QCOMPARE(lines().size(), 3);
    }

    void keepsTheOrderWhenManyWriteAtOnce()
    {
        appendMany(1);
        for (int child = 0; child < 8; ++child) {
            if (fork() == 0) {
                bool good = true;
                for (int i = 0; i < 20; ++i)
                    good = append(AuditRecord("started").number("uid", i), places()) && good;
                _exit(good ? 0 : 1);
            }
        }
        int status = 0;
        while (wait(&status) > 0)
            QCOMPARE(status, 0);
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().entries, 161u);
    }

    void acceptsLinesOfVersionsWithoutAChain()
    {
        QVERIFY(QDir().mkpath(path("log/deep")));
        write(log(), "{\"event\":\"started\"}\n{\"event\":\"ended\"}\n");
        appendMany(2);
        QCOMPARE(problem(), QString());
        QCOMPARE(verdict().unsealed, 2u);
        QCOMPARE(verdict().entries, 2u);
    }

    void writesFewOfManyRefusalsAndCountsTheRest()
    {
        for (int i = 0; i < 200; ++i)
            QVERIFY(appendRefusal(AuditRecord("refused").number("uid", 1000), 1000, places()));
        QVERIFY(appendRefusal(AuditRecord("refused").number("uid", 1001), 1001, places()));
        QCOMPARE(lines().size(), 10 + 1 + 1);
        QCOMPARE(problem(), QString());
    }

    void isVerifiedByTheHelper()
    {
        const auto verified = [&](const QStringList &arguments, int expected) {
            QProcess helper;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("LOGS_DIRECTORY"), path("log/deep"));
            environment.insert(QStringLiteral("STATE_DIRECTORY"), path("state"));
            helper.setProcessEnvironment(environment);
            helper.start(QStringLiteral(BINARY_DIR "/cleartap-helper"), QStringList{QStringLiteral("--verify-audit")} + arguments);
            helper.waitForFinished();
            [&] { QCOMPARE(helper.exitCode(), expected); }();
            return QString::fromUtf8(helper.readAllStandardOutput() + helper.readAllStandardError()).trimmed();
        };
        verified({}, 2);
        appendMany(4);
        QCOMPARE(verified({}, 0), QStringLiteral("4 entries, none changed, removed or reordered."));
        // Rotated, as by logrotate; the key is elsewhere.
        QVERIFY(QFile::rename(log(), path("old")));
        QVERIFY(QFile::rename(path("state/audit.key"), path("key")));
        appendMany(2);
        verified({}, 2);
        const QStringList key{QStringLiteral("--key"), path("key")};
        QCOMPARE(verified(key + QStringList{path("old"), log()}, 0), QStringLiteral("6 entries, none changed, removed or reordered."));
        QCOMPARE(verified(key + QStringList{path("old")}, 0),
                 QStringLiteral("4 entries, none changed, removed or reordered; what may be missing at the end is not known."));
        write(log(), read(log()).replace("1001", "1002"));
        QCOMPARE(verified(key + QStringList{path("old"), log()}, 1), QStringLiteral("Line 6: entry 5 was changed. The 5 entries before are in order."));
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
