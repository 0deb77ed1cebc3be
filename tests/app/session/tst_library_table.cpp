// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/library_table.h"

#include <QRegularExpression>
#include <QTest>

using session::LibraryTable;

class LibraryTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void keepsTwoCopiesOfOneProcessApart()
    {
        LibraryTable table;
        table.told({1, "OpenSSL", "OpenSSL 3.0.17", "/usr/lib/libssl.so.3", "dynamic symbols"});
        table.told({2, "OpenSSL", "OpenSSL 1.1.1w", "/opt/libssl.so.1.1", "symbol table"});
        table.used({5, 100, 1, wire::Origin::OpenSsl});
        table.used({5, 101, 2, wire::Origin::OpenSsl});
        exchange::Connection first, second;
        QVERIFY(table.name(100, first));
        QVERIFY(table.name(101, second));
        QCOMPARE(first.tlsVersion, "3.0.17");
        QCOMPARE(second.tlsVersion, "1.1.1w");
        QCOMPARE(second.foundBy, "symbol table");
    }

    void saysNothingOfAnObjectWhoseLibraryIsNotTold()
    {
        LibraryTable table;
        exchange::Connection connection;
        QVERIFY(!table.name(100, connection));
        table.used({5, 100, 7, wire::Origin::GnuTls});
        QVERIFY(!table.name(100, connection));
        QCOMPARE(connection.tlsLibrary, std::string());
        // Reported after the first call.
        table.told({7, "GnuTLS", "GnuTLS 3.7.9", "/usr/lib/libgnutls.so.30", "dynamic symbols"});
        QVERIFY(table.name(100, connection));
        QCOMPARE(connection.tlsLibrary, "GnuTLS");
        QCOMPARE(connection.tlsVersion, "3.7.9");
    }

    void takesABetterVersionAndAnotherConnection()
    {
        LibraryTable table;
        table.told({1, "OpenSSL", "OpenSSL 3.0.0 or newer", "/usr/lib/libssl.so.3", "dynamic symbols"});
        table.used({5, 100, 1, wire::Origin::OpenSsl});
        exchange::Connection own, carrier;
        QVERIFY(table.name(100, own));
        table.told({1, "OpenSSL", "OpenSSL 3.0.17", "/usr/lib/libssl.so.3", "dynamic symbols"});
        QVERIFY(table.name(100, own));
        QCOMPARE(own.tlsVersion, "3.0.17");
        table.renamed(100);
        QVERIFY(table.name(100, carrier));
        QCOMPARE(carrier.tlsVersion, "3.0.17");
        table.ended(100);
        QVERIFY(!table.name(100, own));
    }
};

QTEST_GUILESS_MAIN(LibraryTableTest)
#include "tst_library_table.moc"
