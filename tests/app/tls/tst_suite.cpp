// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/suite.h"

#include <QRegularExpression>
#include <QTest>

#include <openssl/ssl.h>

#include <memory>

using namespace tls;

class TestSuite : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    // libssl is the oracle: number, IANA's name, hash and key length of each suite that both know.
    void agreesWithLibssl()
    {
        const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_method()), SSL_CTX_free);
        SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
        SSL_CTX_set_ciphersuites(context.get(), "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
                                                "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256");
        const STACK_OF(SSL_CIPHER) *all = SSL_CTX_get_ciphers(context.get());
        int known = 0;
        for (int i = 0; i < sk_SSL_CIPHER_num(all); ++i) {
            const SSL_CIPHER *cipher = sk_SSL_CIPHER_value(all, i);
            const Suite *suite = findSuite(SSL_CIPHER_get_protocol_id(cipher));
            if (!suite)
                continue;
            ++known;
            const std::string name = SSL_CIPHER_standard_name(cipher);
            QCOMPARE(std::string(suite->name), name);
            const bool sha384 = SSL_CIPHER_get_handshake_digest(cipher) && EVP_MD_get_type(SSL_CIPHER_get_handshake_digest(cipher)) == NID_sha384;
            QVERIFY2((suite->hash == Hash::Sha384) == sha384, name.c_str());
            QVERIFY2(keyLength(suite->cipher) * 8 == size_t(SSL_CIPHER_get_bits(cipher, nullptr)), name.c_str());
        }
        QVERIFY2(known > 80, qPrintable(QString::number(known)));
    }

    void namesWhatIsUnknown()
    {
        QCOMPARE(suiteName(0x0005), "0x0005");
        QCOMPARE(versionName(0x7f1c), "TLS 1.3 draft 28");
        QCOMPARE(versionName(0x6a6a), "0x6a6a");
        QVERIFY(!findSuite(0x0005));
    }
};

QTEST_GUILESS_MAIN(TestSuite)
#include "tst_suite.moc"
