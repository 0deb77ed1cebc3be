// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/system_user.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace confine;

class TestSystemUser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void findsTheUserOfThatName()
    {
        const auto ids = idsOf("root:x:0:0:root:/root:/bin/sh\ncleartap:x:997:996::/:/usr/sbin/nologin\nbeth:x:1000:1000::/:\n", "cleartap");
        QVERIFY(ids);
        QCOMPARE(ids->user, uid_t(997));
        QCOMPARE(ids->group, gid_t(996));
        QVERIFY(idsOf("cleartap:x:997:996", "cleartap"));
    }

    void findsItBehindLinesThatAreLongOrBroken()
    {
        const std::string longLine = "beth:x:1000:1000:" + std::string(100'000, 'g') + ":/:/bin/sh\n";
        QVERIFY(idsOf(longLine + "\n:::\nx\n+@netgroup\ncleartap:x:997:996:::\n", "cleartap"));
    }

    void takesNoOtherUserForIt_data()
    {
        QTest::addColumn<QByteArray>("passwd");
        QTest::newRow("nobody is there") << QByteArray();
        QTest::newRow("a name that begins so") << QByteArray("cleartap2:x:997:996:::\n");
        QTest::newRow("a name that ends so") << QByteArray("xcleartap:x:997:996:::\n");
        QTest::newRow("the comment of another") << QByteArray("beth:x:1000:1000:cleartap:x:1:\n");
        QTest::newRow("root by another name") << QByteArray("cleartap:x:0:996:::\n");
        QTest::newRow("the group of root") << QByteArray("cleartap:x:997:0:::\n");
        QTest::newRow("no number") << QByteArray("cleartap:x:99x:996:::\n");
        QTest::newRow("a negative number") << QByteArray("cleartap:x:-1:996:::\n");
        QTest::newRow("the number that means none") << QByteArray("cleartap:x:4294967295:996:::\n");
        QTest::newRow("beyond 32 bits") << QByteArray("cleartap:x:4294967296:996:::\n");
        QTest::newRow("cut short") << QByteArray("cleartap:x:997");
    }
    void takesNoOtherUserForIt()
    {
        QFETCH(QByteArray, passwd);
        QVERIFY(!idsOf({passwd.data(), size_t(passwd.size())}, "cleartap"));
    }
};

QTEST_GUILESS_MAIN(TestSystemUser)
#include "tst_system_user.moc"
