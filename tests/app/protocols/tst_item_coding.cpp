// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/item_coding.h"

#include <QTest>

using protocols::ItemCoding;

class TestItemCoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void eachCodingWithANameIsFoundByIt()
    {
        for (const ItemCoding coding : {ItemCoding::Gzip, ItemCoding::Deflate, ItemCoding::Brotli, ItemCoding::Zstd, ItemCoding::Snappy}) {
            QVERIFY(!protocols::codingName(coding).empty());
            QCOMPARE(protocols::codingNamed(protocols::codingName(coding)), coding);
        }
    }

    void noNameIsACodingThatIsNotKnown()
    {
        QCOMPARE(protocols::codingNamed("identity"), ItemCoding::Identity);
        QCOMPARE(protocols::codingNamed(""), ItemCoding::Unknown);
        QCOMPARE(protocols::codingNamed("lz4"), ItemCoding::Unknown);
        QVERIFY(protocols::codingName(ItemCoding::Identity).empty());
        QVERIFY(protocols::codingName(ItemCoding::Unknown).empty());
        QVERIFY(protocols::codingName(ItemCoding(99)).empty());
    }
};

QTEST_GUILESS_MAIN(TestItemCoding)
#include "tst_item_coding.moc"
