// SPDX-License-Identifier: GPL-3.0-or-later
// BoringSSL's; those of the machine's own OpenSSL and GnuTLS are in tst_analyse.
#include "privhelper/analyzer/secret_sites.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QRegularExpression>
#include <QTest>

using namespace analyzer;

class TestSecretSites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsBoringSslsFunctionAndItsRandom()
    {
        const auto site = siteWith({});
        QVERIFY2(site, site ? "" : site.error().c_str());
        QVERIFY(site->role == Role::Secret && site->result == Result::AtOnce && site->cost == Cost::Emulated);
        QCOMPARE(site->label, Operand { Base::Rsi });
        QCOMPARE(site->buffer, Operand { Base::Rdx });
        QCOMPARE(site->length, (Operand { Base::Rcx, 4 }));
        QCOMPARE(site->random, (Operand { Base::Object, 8, 2, { 0x30, 0x30 } }));
    }

    void isNotCertainOfLess_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("no count of its bytes") << "-DNO_COUNT";
        QTest::newRow("two places") << "-DTWO_PLACES";
        QTest::newRow("its address is overwritten") << "-DSPILLED";
    }
    void isNotCertainOfLess()
    {
        QFETCH(QString, option);
        const auto site = siteWith({ option });
        QVERIFY(!site);
        QCOMPARE(site.error(), std::string("The function that gets the labels of a key log does not read the client's random."));
    }

private:
    std::expected<Site, std::string> siteWith(const QStringList &options)
    {
        m_file = testing::compiled(m_dir, "like_boringssl_log.S", options);
        const auto image = ElfImage::open(testing::bytesOf(m_file));
        if (!image)
            return std::unexpected(image.error());
        const FoundFunctions none;
        const Linkage linkage(*image, none);
        return secretSite(Library::BoringSsl, Surroundings { *image, none, linkage, {}, {} }, CodeClues(*image));
    }

    QTemporaryDir m_dir;
    QByteArray m_file;
};

QTEST_GUILESS_MAIN(TestSecretSites)
#include "tst_secret_sites.moc"
