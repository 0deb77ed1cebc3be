// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/certificate.h"

#include <QFile>
#include <QtTest>

using namespace decode;

namespace {

std::vector<Certificate> read(const QByteArray &bytes)
{
    return readCertificates({reinterpret_cast<const std::byte *>(bytes.constData()), size_t(bytes.size())});
}

QByteArray value(const Certificate &certificate, std::string_view name)
{
    for (const CertificateFact &fact : certificate) {
        if (fact.name == name)
            return QByteArray::fromStdString(fact.value);
    }
    return {};
}

} // namespace

class TestCertificate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        QFile file(TEST_DATA "/x509/example.pem");
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_pem = file.readAll();
        const QByteArray begin = "-----BEGIN CERTIFICATE-----\n";
        m_der = QByteArray::fromBase64(m_pem.mid(m_pem.indexOf(begin) + begin.size(), m_pem.indexOf("-----END") - m_pem.indexOf(begin) - begin.size()));
    }

    // What `openssl x509 -text` prints for the same file.
    void saysWhatOpensslSays()
    {
        const auto found = read(m_pem);
        QCOMPARE(found.size(), size_t(1));
        const Certificate &c = found[0];
        QCOMPARE(value(c, "Subject"), QByteArray("C = DE, O = Bücher & Söhne, CN = api.example.org"));
        QCOMPARE(value(c, "Issuer"), value(c, "Subject"));
        QCOMPARE(value(c, "Valid from"), QByteArray("2026-01-02 03:04:05 UTC"));
        QCOMPARE(value(c, "Valid to"), QByteArray("2036-01-02 03:04:05 UTC"));
        QCOMPARE(value(c, "Serial"), QByteArray("12:34:56:78"));
        QCOMPARE(value(c, "Key"), QByteArray("EC prime256v1, 256 bits"));
        QCOMPARE(value(c, "Signed with"), QByteArray("ecdsa-with-SHA256"));
        QCOMPARE(value(c, "Names"), QByteArray("DNS:api.example.org, DNS:*.example.org, IP Address:127.0.0.1"));
        QCOMPARE(value(c, "Constraints"), QByteArray("CA:FALSE"));
        QCOMPARE(value(c, "Purposes"), QByteArray("TLS Web Server Authentication"));
        QCOMPARE(value(c, "SHA-256").size(), 95);
    }

    void readsDerAndChains()
    {
        QCOMPARE(value(read(m_der)[0], "Serial"), QByteArray("12:34:56:78"));
        QCOMPARE(read(m_pem + "text between\n" + m_pem).size(), size_t(2));
        QCOMPARE(read(m_der + m_der).size(), size_t(2));
    }

    void whatIsNoneIsLeftOut()
    {
        QVERIFY(read("").empty());
        QVERIFY(read("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").empty());
        QVERIFY(read(m_der.chopped(1)).empty());
        QCOMPARE(read("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n" + m_pem).size(), size_t(1));
    }

private:
    QByteArray m_pem, m_der;
};

QTEST_GUILESS_MAIN(TestCertificate)
#include "tst_certificate.moc"
