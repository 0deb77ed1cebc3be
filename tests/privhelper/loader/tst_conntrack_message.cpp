// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/conntrack_message.h"

#include <QRegularExpression>
#include <QTest>

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <netinet/in.h>

#include <array>
#include <optional>

namespace {

// As the kernel writes it, of a connection over IPv4.
class Message {
public:
    explicit Message(uint8_t family = AF_INET, uint16_t type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW)
    {
        mnl_nlmsg_put_header(m_bytes.data())->nlmsg_type = type;
        auto *more = static_cast<nfgenmsg *>(mnl_nlmsg_put_extra_header(head(), sizeof(nfgenmsg)));
        more->nfgen_family = family;
    }
    Message &tuple(int which, const char *source, const char *destination, uint16_t sourcePort, uint16_t destinationPort, uint8_t protocol = IPPROTO_TCP)
    {
        nlattr *tuple = mnl_attr_nest_start(head(), uint16_t(which));
        nlattr *ip = mnl_attr_nest_start(head(), CTA_TUPLE_IP);
        const bool six = QByteArray(source).contains(':');
        address(six ? CTA_IP_V6_SRC : CTA_IP_V4_SRC, source);
        address(six ? CTA_IP_V6_DST : CTA_IP_V4_DST, destination);
        mnl_attr_nest_end(head(), ip);
        nlattr *ports = mnl_attr_nest_start(head(), CTA_TUPLE_PROTO);
        mnl_attr_put_u8(head(), CTA_PROTO_NUM, protocol);
        mnl_attr_put_u16(head(), CTA_PROTO_SRC_PORT, htons(sourcePort));
        mnl_attr_put_u16(head(), CTA_PROTO_DST_PORT, htons(destinationPort));
        mnl_attr_nest_end(head(), ports);
        mnl_attr_nest_end(head(), tuple);
        return *this;
    }
    Message &status(uint32_t bits)
    {
        mnl_attr_put_u32(head(), CTA_STATUS, htonl(bits));
        return *this;
    }
    Message &cut(uint32_t bytes)
    {
        head()->nlmsg_len -= bytes;
        return *this;
    }
    std::optional<loader::Translated> read() const { return loader::translatedIn(*head()); }

private:
    nlmsghdr *head() { return reinterpret_cast<nlmsghdr *>(m_bytes.data()); }
    const nlmsghdr *head() const { return reinterpret_cast<const nlmsghdr *>(m_bytes.data()); }
    void address(int type, const char *text)
    {
        std::array<char, 16> bytes {};
        const bool six = type == CTA_IP_V6_SRC || type == CTA_IP_V6_DST;
        inet_pton(six ? AF_INET6 : AF_INET, text, bytes.data());
        mnl_attr_put(head(), uint16_t(type), six ? 16 : 4, bytes.data());
    }

    alignas(8) std::array<char, 1024> m_bytes {};
};

Message masqueraded()
{
    return Message().tuple(CTA_TUPLE_ORIG, "10.0.0.2", "93.184.216.34", 40000, 443).tuple(CTA_TUPLE_REPLY, "93.184.216.34", "192.0.2.1", 443, 50000).status(IPS_CONFIRMED | IPS_SRC_NAT);
}

} // namespace

class ConntrackMessageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesBothTuples()
    {
        const auto found = masqueraded().read();
        QVERIFY(found.has_value());
        QCOMPARE(found->family, uint8_t(AF_INET));
        QVERIFY(found->original.source[0] == 10 && found->original.source[3] == 2 && found->original.sourcePort == 40000 && found->original.destinationPort == 443);
        QVERIFY(found->reply.destination[0] == 192 && found->reply.destinationPort == 50000 && found->reply.source == found->original.destination);
    }

    void readsIpv6()
    {
        const auto found = Message(AF_INET6).tuple(CTA_TUPLE_ORIG, "fd00::1", "fd00::2", 1, 2).tuple(CTA_TUPLE_REPLY, "fd00::3", "fd00::1", 3, 1).status(IPS_DST_NAT).read();
        QVERIFY(found && found->original.source[0] == 0xfd && found->original.source[15] == 1 && found->reply.source[15] == 3);
    }

    void leavesOutWhatIsNotTranslatedOrNotTcp()
    {
        QVERIFY(!Message().tuple(CTA_TUPLE_ORIG, "10.0.0.2", "10.0.0.3", 1, 2).tuple(CTA_TUPLE_REPLY, "10.0.0.3", "10.0.0.2", 2, 1).status(IPS_CONFIRMED).read());
        QVERIFY(!Message().tuple(CTA_TUPLE_ORIG, "10.0.0.2", "10.0.0.3", 1, 2, IPPROTO_UDP).tuple(CTA_TUPLE_REPLY, "10.0.0.3", "10.0.0.2", 2, 1, IPPROTO_UDP).status(IPS_SRC_NAT).read());
        QVERIFY(!Message(AF_INET, NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE).status(IPS_SRC_NAT).read());
        QVERIFY(!Message().status(IPS_SRC_NAT).read());
    }

    void readsNothingBehindItsEnd()
    {
        for (uint32_t bytes = 4; bytes < 200; bytes += 4)
            (void)masqueraded().cut(bytes).read();
    }
};

QTEST_GUILESS_MAIN(ConntrackMessageTest)
#include "tst_conntrack_message.moc"
