// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/scope.h"

#include <QTest>

using namespace ui;

class TestScope : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesMachinesApart()
    {
        QString wrong;
        QCOMPARE(splitMachines(QStringLiteral("root@web1, ssh://db1:2222  web1,root@web1"), wrong),
                 QStringList({ QStringLiteral("root@web1"), QStringLiteral("ssh://db1:2222"), QStringLiteral("web1") }));
        QCOMPARE(wrong, QString());
        QCOMPARE(splitMachines(QStringLiteral(" , "), wrong), QStringList());
        QCOMPARE(splitMachines(QStringLiteral("web1 -oProxyCommand=x"), wrong), QStringList());
        QCOMPARE(wrong, QStringLiteral("-oProxyCommand=x"));
    }
    void namesMachines()
    {
        Scope scope;
        scope.kind = Scope::Kind::Machines;
        scope.machines = { QStringLiteral("root@web1") };
        QCOMPARE(scope.label(), QStringLiteral("web1"));
        scope.machines << QStringLiteral("db1");
        QCOMPARE(scope.label(), QStringLiteral("2 machines"));
        QCOMPARE(scope.start().scope, wire::ScopeKind::OwnUid);
        scope.withThisMachine = true;
        QCOMPARE(scope.label(), QStringLiteral("3 machines"));
    }
    void namesWhatToRead()
    {
        QVERIFY(std::holds_alternative<capture::ThisMachine>(Scope().sources().at(0)));
        Scope scope;
        scope.kind = Scope::Kind::Machines;
        scope.machines = { QStringLiteral("root@web1"), QStringLiteral("db1") };
        QCOMPARE(scope.sources().size(), size_t(2));
        QVERIFY(!std::get<capture::FarMachine>(scope.sources()[1]).start);
        scope.withThisMachine = true;
        scope.farProgram = QStringLiteral("/usr/sbin/nginx");
        const auto all = scope.sources();
        QCOMPARE(all.size(), size_t(3));
        QVERIFY(std::holds_alternative<capture::ThisMachine>(all[0]));
        const auto &far = std::get<capture::FarMachine>(all[1]);
        QCOMPARE(far.destination, std::string("root@web1"));
        QCOMPARE(far.start->scope, wire::ScopeKind::Exe);
        QCOMPARE(far.start->path, std::string("/usr/sbin/nginx"));
    }
};

QTEST_GUILESS_MAIN(TestScope)
#include "tst_scope.moc"
