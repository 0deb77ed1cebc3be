// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/address.h"

#include <QtTest>

using base::Endpoint;
using base::Family;

class TestAddress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesAnIPv4AddressAndItsPort()
    {
        const Endpoint endpoint{Family::V4, 443, {127, 0, 0, 1}};
        QCOMPARE(base::addressText(endpoint), std::string("127.0.0.1"));
        QCOMPARE(base::endpointText(endpoint), std::string("127.0.0.1:443"));
    }

    void putsAnIPv6AddressInBracketsBeforeAPort()
    {
        Endpoint endpoint{Family::V6, 8080, {}};
        endpoint.bytes[15] = 1;
        QCOMPARE(base::addressText(endpoint), std::string("::1"));
        QCOMPARE(base::endpointText(endpoint), std::string("[::1]:8080"));
    }

    void writesAMappedAddressAsIPv4()
    {
        const Endpoint endpoint{Family::V6, 80, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 1, 2, 3}};
        QCOMPARE(base::addressText(endpoint), std::string("10.1.2.3"));
        QCOMPARE(base::endpointText(endpoint), std::string("10.1.2.3:80"));
    }

    void writesNothingForWhatIsNoInternetAddress()
    {
        QCOMPARE(base::endpointText({}), std::string());
        QCOMPARE(base::endpointText({Family::Unix, 0, {}}), std::string());
    }
};

QTEST_GUILESS_MAIN(TestAddress)
#include "tst_address.moc"
