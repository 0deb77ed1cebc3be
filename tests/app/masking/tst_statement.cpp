// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/statement.h"

#include <QRegularExpression>
#include <QTest>

using masking::Masker;
using masking::Report;

class TestStatement : public QObject
{
    Q_OBJECT
private Q_SLOTS:
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
        QTest::newRow("not closed") << "SET PASSWORD = 'x" << "SET PASSWORD = '#'";
        QTest::newRow("function") << "UPDATE u SET password = crypt('x', gen_salt('bf'))" << "UPDATE u SET password = crypt('#', gen_salt('bf'))";
        QTest::newRow("call") << "SET PASSWORD FOR 'u'@'h' = PASSWORD('x')" << "SET PASSWORD FOR 'u'@'h' = PASSWORD('#')";
        QTest::newRow("for a user") << "SET PASSWORD FOR 'u'@'h' = 'x'" << "SET PASSWORD FOR 'u'@'h' = '#'";
        QTest::newRow("replaced") << "ALTER USER u IDENTIFIED BY 'x' REPLACE 'y'" << "ALTER USER u IDENTIFIED BY '#' REPLACE '#'";
        QTest::newRow("columns") << "INSERT INTO u (name, \"password\", age) VALUES ('a', 'x', 1), ('b', 'y', 2)" << "INSERT INTO u (name, \"password\", age) VALUES ('a', '#', 1), ('b', '#', 2)";
        QTest::newRow("dollars") << "ALTER ROLE r PASSWORD $$x$$; SELECT $a$y$a$, $1" << "ALTER ROLE r PASSWORD $$#$$; SELECT $a$y$a$, $1";
        QTest::newRow("connection") << "CREATE SUBSCRIPTION s CONNECTION 'host=h password=x'" << "CREATE SUBSCRIPTION s CONNECTION 'host=h password=#'";
        QTest::newRow("JSON") << "INSERT INTO t (doc) VALUES ('{\"password\":\"x\"}')" << "INSERT INTO t (doc) VALUES ('{\"password\":\"#\"}')";
        QTest::newRow("nothing secret") << "SELECT 'password' AS a, `b` FROM \"c\" WHERE d = 'e'" << "SELECT 'password' AS a, `b` FROM \"c\" WHERE d = 'e'";
    }
    void hidesWhatIsGivenToASecretName()
    {
        QFETCH(QString, statement);
        QFETCH(QString, masked);
        check(QString::fromStdString(masking::maskSql(m_masker, statement.toStdString(), m_report)), masked);
    }

    void hidesThePasswordsOfRedis_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("masked");
        QTest::newRow("password") << "AUTH x" << "AUTH #";
        QTest::newRow("user and password") << "auth me \"x y\"" << "auth me \"#\"";
        QTest::newRow("hello") << "HELLO 3 AUTH me x SETNAME n" << "HELLO 3 AUTH me # SETNAME n";
        QTest::newRow("configuration") << "CONFIG SET maxmemory 1 requirepass x" << "CONFIG SET maxmemory 1 requirepass #";
        QTest::newRow("access list") << "ACL SETUSER me on >x ~* +@all" << "ACL SETUSER me on # ~* +@all";
        QTest::newRow("migration") << "MIGRATE h 1 k 0 9 AUTH2 me x" << "MIGRATE h 1 k 0 9 AUTH2 me #";
        QTest::newRow("key") << "SET user:1:password x EX 5" << "SET user:1:password # EX 5";
        QTest::newRow("fields") << "HSET user:1 name ann password x city b" << "HSET user:1 name ann password # city b";
        QTest::newRow("JSON") << "SET k \"{\\\"pin\\\":\\\"1234\\\"}\"" << "SET k \"{\\\"pin\\\":\\\"#\\\"}\"";
        QTest::newRow("nothing secret") << "SET auth x" << "SET auth x";
    }
    void hidesThePasswordsOfRedis()
    {
        QFETCH(QString, command);
        QFETCH(QString, masked);
        check(QString::fromStdString(masking::maskStatement(m_masker, protocols::protocolInfo(protocols::Protocol::Redis), command.toStdString(), m_report)), masked);
    }

    void hidesTheSecretsOfMongoDb_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("masked");
        QTest::newRow("authentication") << "{\"saslStart\":1,\"payload\":{\"$binary\":{\"base64\":\"eA==\",\"subType\":\"00\"}}}" << "{\"saslStart\":1,\"payload\":{\"$binary\":{\"base64\":\"#\",\"subType\":\"00\"}}}";
        QTest::newRow("name") << "{\"insert\":\"u\",\"documents\":[{\"name\":\"a\",\"password\":\"x\"}]}" << "{\"insert\":\"u\",\"documents\":[{\"name\":\"a\",\"password\":\"#\"}]}";
        QTest::newRow("number") << "{\"find\":\"u\",\"filter\":{\"pin\":1234}}" << "{\"find\":\"u\",\"filter\":{\"pin\":\"#\"}}";
        QTest::newRow("typed") << "{\"find\":\"u\",\"filter\":{\"pin\":{\"$numberLong\":\"1234\"}}}" << "{\"find\":\"u\",\"filter\":{\"pin\":{\"$numberLong\":\"#\"}}}";
        QTest::newRow("within a secret") << "{\"insert\":\"u\",\"documents\":[{\"credentials\":{\"a\":\"x\"}}]}" << "{\"insert\":\"u\",\"documents\":[{\"credentials\":{\"a\":\"#\"}}]}";
        QTest::newRow("cut") << "{\"insert\":\"u\",\"documents\":[{\"password\":\"x\"},{\"password\":\"y" << "{\"insert\":\"u\",\"documents\":[{\"password\":\"#\"},{\"password\":\"#";
        QTest::newRow("nothing secret") << "{\"find\":\"u\",\"filter\":{\"age\":5}}" << "{\"find\":\"u\",\"filter\":{\"age\":5}}";
    }
    void hidesTheSecretsOfMongoDb()
    {
        QFETCH(QString, command);
        QFETCH(QString, masked);
        check(QString::fromStdString(masking::maskStatement(m_masker, protocols::protocolInfo(protocols::Protocol::MongoDb), command.toStdString(), m_report)), masked);
    }

    void knowsTheParametersThatAreSecret_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::addColumn<QList<size_t>>("numbers");
        QTest::newRow("PostgreSQL") << "UPDATE u SET name = $2, password = $1 WHERE token=$3" << QList<size_t>{0, 2};
        QTest::newRow("MySQL") << "INSERT INTO u (name, `password`) VALUES (?, ?)" << QList<size_t>{1};
        QTest::newRow("function") << "SELECT 1 FROM u WHERE name = ? AND password = MD5(?)" << QList<size_t>{1};
        QTest::newRow("none") << "SELECT '?' FROM u WHERE a = ? AND b = $1" << QList<size_t>{};
    }
    void knowsTheParametersThatAreSecret()
    {
        QFETCH(QString, statement);
        QFETCH(QList<size_t>, numbers);
        const std::vector<size_t> found = masking::secretParameters(m_masker, statement.toStdString());
        QCOMPARE(QList<size_t>(found.begin(), found.end()), numbers);
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
