// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/statement.h"

#include <QRegularExpression>
#include <QTest>

using masking::Masker;
using masking::Report;

class TestStatement : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void hidesWhatIsGivenToASecretName_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QString>("masked");   // "#" for the tag
        QTest::newRow("role") << "CREATE ROLE r LOGIN PASSWORD 'x''y'" << "CREATE ROLE r LOGIN PASSWORD '#'";
        QTest::newRow("escape string") << "ALTER ROLE r PASSWORD E'x\\'y' VALID" << "ALTER ROLE r PASSWORD E'#' VALID";
        QTest::newRow("identified by") << "create user u identified by 'x'" << "create user u identified by '#'";
        QTest::newRow("identified with") << "CREATE USER u IDENTIFIED WITH p AS 'x'" << "CREATE USER u IDENTIFIED WITH p AS '#'";
        QTest::newRow("comparison") << "SELECT 1 FROM u WHERE name = 'x' AND password = 'y'" << "SELECT 1 FROM u WHERE name = 'x' AND password = '#'";
        QTest::newRow("not closed") << "SET PASSWORD = 'x" << "SET PASSWORD = '#";
        QTest::newRow("nothing secret") << "SELECT 'password' AS a, `b` FROM \"c\" WHERE d = 'e'" << "SELECT 'password' AS a, `b` FROM \"c\" WHERE d = 'e'";
    }
    void hidesWhatIsGivenToASecretName()
    {
        QFETCH(QString, statement);
        QFETCH(QString, masked);
        check(QString::fromStdString(masking::maskStatement(m_masker, protocols::protocolInfo(protocols::Protocol::MySql), statement.toStdString(), m_report)), masked);
    }

    void hidesThePasswordsOfRedis_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("masked");
        QTest::newRow("password") << "AUTH x" << "AUTH #";
        QTest::newRow("user and password") << "auth me \"x y\"" << "auth me #";
        QTest::newRow("hello") << "HELLO 3 AUTH me x SETNAME n" << "HELLO 3 AUTH me # SETNAME n";
        QTest::newRow("configuration") << "CONFIG SET maxmemory 1 requirepass x" << "CONFIG SET maxmemory 1 requirepass #";
        QTest::newRow("access list") << "ACL SETUSER me on >x ~* +@all" << "ACL SETUSER me on # ~* +@all";
        QTest::newRow("migration") << "MIGRATE h 1 k 0 9 AUTH2 me x" << "MIGRATE h 1 k 0 9 AUTH2 me #";
        QTest::newRow("nothing secret") << "SET auth x" << "SET auth x";
    }
    void hidesThePasswordsOfRedis()
    {
        QFETCH(QString, command);
        QFETCH(QString, masked);
        check(QString::fromStdString(masking::maskStatement(m_masker, protocols::protocolInfo(protocols::Protocol::Redis), command.toStdString(), m_report)), masked);
    }

private:
    void check(QString told, const QString &masked)
    {
        told.replace(QRegularExpression("masked-[0-9a-f]+"), "#");
        QCOMPARE(told, masked);
    }
    Masker m_masker{{1, 2}};
    Report m_report;
};

QTEST_GUILESS_MAIN(TestStatement)
#include "tst_statement.moc"
