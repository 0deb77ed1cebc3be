// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/rustls_plan.h"

#include "privhelper/analyzer/analyse.h"
#include "tests/privhelper/analyzer/compiled.h"

#include <QRegularExpression>
#include <QTest>

using namespace analyzer;

class TestRustlsPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsWhereSecretsAreDerived()
    {
        const Stack stack = compiled({});
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(stack.library, Library::Rustls);
        QCOMPARE(stack.version, std::string("rustls 0.23.11"));
        QCOMPARE(stack.sites.size(), size_t(2));
        const Site &site = stack.sites[0];
        QVERIFY(site.role == Role::Secret && site.result == Result::None && site.wantsReturn);
        QVERIFY(site.buffer == Operand { Base::Rdi });
        QVERIFY((site.length == Operand { Base::Object, 8, 1, { 64 } }));
        // The second of the arguments that do not fit into registers; the return address is gone by then.
        QVERIFY((site.random == Operand { Base::Rsp, 8, 2, { 8, 0 } }));
    }

    void findsTheMasterSecretOfTls12()
    {
        const Stack stack = compiled({});
        const Site &site = stack.sites[1];
        QVERIFY(site.role == Role::Secret && site.result == Result::AtOnce && !site.wantsReturn);
        QVERIFY(site.object == Operand { Base::Rcx });
        QVERIFY(site.buffer == Operand { Base::R9 });
        QVERIFY((site.length == Operand { Base::Rsp, 8, 1, {} }));
        QVERIFY((site.random == Operand { Base::Object, 8, 1, {} }));
        QVERIFY(site.only[0].what.base == Base::Rdx && site.only[0].value == 13);
        QVERIFY(site.only[1].what.base == Base::R8 && site.only[1].value == 32);
    }

    void doesWithoutTheRandomIfNobodyKnowsWhereItIs()
    {
        const Stack stack = compiled({ "-DRANDOM_IN_REGISTER" });
        QVERIFY(!stack.sites.empty());
        QCOMPARE(stack.sites[0].random.base, Base::Nowhere);
    }

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("problem");
        QTest::newRow("used in two places") << "-DTWICE" << "It contains rustls. The table of the key log's labels is used in more than one place.";
        QTest::newRow("never asks") << "-DNEVER_ASKS" << "It contains rustls. Where the table of the key log's labels is used, nothing asks whether to log.";
    }
    void saysWhatIsMissing()
    {
        QFETCH(QString, option);
        const Stack stack = compiled({ option });
        QCOMPARE(stack.library, Library::Rustls);
        QVERIFY(stack.sites.empty());
        QTEST(QString::fromStdString(stack.problem), "problem");
    }

private:
    Stack compiled(const QStringList &options)
    {
        const QByteArray file = testing::compiled(m_dir, "like_rustls.c", QStringList { "-O2", "-DTABLE", "-DPLACES", "-DDERIVES" } + options);
        return testing::stackOf(analyse(testing::bytesOf(file)));
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestRustlsPlan)
#include "tst_rustls_plan.moc"
