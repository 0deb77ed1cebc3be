// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/address_names.h"

#include <QRegularExpression>
#include <QTest>

using base::Endpoint;
using base::Family;
using exchange::AddressNames;

class TestAddressNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void prefersWhatTheProcessItselfWasAnswered()
    {
        AddressNames names;
        const Endpoint address{Family::V4, 443, {10, 0, 0, 1}};
        names.add(address, "mine.test", 1);
        names.add(address, "theirs.test", 2);
        QCOMPARE(names.nameOf(address, 1), std::string_view("mine.test"));
        QCOMPARE(names.nameOf(address, 2), std::string_view("theirs.test"));
        QCOMPARE(names.nameOf(address, 3), std::string_view("theirs.test"));
        names.add(address, "newer.test", 1);
        QCOMPARE(names.nameOf(address, 1), std::string_view("newer.test"));
    }

    void givesNoNameToAnAddressThatWasNotAnswered()
    {
        AddressNames names;
        names.add({Family::V4, 0, {10, 0, 0, 1}}, "a.test", 1);
        QCOMPARE(names.nameOf({Family::V4, 0, {10, 0, 0, 2}}, 1), std::string_view());
        QCOMPARE(names.nameOf({Family::Unix, 0, {}}, 1), std::string_view());
    }

    void knowsTheMappedFormOfAnAddress()
    {
        AddressNames names;
        names.add({Family::V4, 0, {10, 0, 0, 1}}, "a.test", 1);
        const Endpoint mapped{Family::V6, 80, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1}};
        QCOMPARE(names.nameOf(mapped, 1), std::string_view("a.test"));
    }

    void keepsOnlySoManyNamesOfAnAddress()
    {
        AddressNames names;
        const Endpoint address{Family::V4, 0, {10, 0, 0, 1}};
        for (base::ProcessId process = 0; process < 100; ++process)
            names.add(address, "n" + std::to_string(process), process);
        QCOMPARE(names.nameOf(address, 99), std::string_view("n99"));
        QCOMPARE(names.nameOf(address, 1), std::string_view("n99"));
    }
};

QTEST_GUILESS_MAIN(TestAddressNames)
#include "tst_address_names.moc"
