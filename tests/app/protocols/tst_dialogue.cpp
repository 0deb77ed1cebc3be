// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dialogue/recognise.h"
#include "tests/app/protocols/transcript.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using namespace protocols::dialogue;
using base::Side;

namespace {

using Recognise = Verdict (*)(std::span<const std::byte>, Direction, Side, bool);

Recognise of(const QString &name)
{
    return name == "SMTP" ? recogniseSmtp : name == "IMAP" ? recogniseImap : name == "POP3" ? recognisePop3 : name == "LDAP" ? recogniseLdap : recogniseXmpp;
}

QString word(Verdict verdict) { return verdict == Verdict::Yes ? "yes" : verdict == Verdict::No ? "no" : "more"; }

} // namespace

class TestDialogue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void recognises_data()
    {
        QTest::addColumn<QString>("protocol");
        QTest::addColumn<QString>("from");      // the client or the server
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char *protocol, const char *from, const char *bytes, const char *expected) {
            QTest::addRow("%s %s %.30s", protocol, from, bytes) << QString(protocol) << QString(from) << QString(bytes) << QString(expected);
        };
        add("SMTP", "server", R"(220 mx.local ESMTP Postfix\r\n)", "yes");
        add("SMTP", "server", R"(220-mx.local lmtp\r\n)", "yes");
        add("SMTP", "server", R"(220 FTP server ready\r\n)", "more");
        add("SMTP", "server", R"(221 bye SMTP\r\n)", "no");
        add("SMTP", "client", R"(ehlo me\r\n)", "yes");
        add("SMTP", "client", R"(EHLO\x00me\r\n)", "no");
        add("SMTP", "client", R"(USER me\r\n)", "no");
        add("IMAP", "server", R"(* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n)", "yes");
        add("IMAP", "server", R"(* PREAUTH welcome\r\n)", "yes");
        add("IMAP", "server", R"(* NO\r\n)", "no");
        add("IMAP", "client", R"(ABCD0 CAPABILITY\r\n)", "yes");
        add("IMAP", "client", R"(a.1 login x y\r\n)", "yes");
        add("IMAP", "client", R"(GET login\r\n)", "no");
        add("IMAP", "client", R"(a1 GET\r\n)", "no");
        add("POP3", "server", R"(+OK POP3 ready <1.2@h>\r\n)", "yes");
        add("POP3", "server", R"(+OK\r\n)", "no");
        add("POP3", "client", R"(+OK POP3\r\n)", "no");
        // Bind, search, StartTLS (RFC 4511, section 4.14), and its answer.
        add("LDAP", "client", R"(\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00)", "yes");
        add("LDAP", "client", R"(\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x09\x04\x00\x80\x00)", "no");
        add("LDAP", "client", R"(\x30\x84\x00\x00\x00\x25\x02\x01\x02\x63\x84\x00\x00\x00\x1c\x04\x00\x0a)", "yes");
        add("LDAP", "client", R"(\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037)", "yes");
        add("LDAP", "server", R"(\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00)", "yes");
        add("LDAP", "client", R"(\x30\x26\x02\x01\x01\x04\x06public)", "no");   // SNMP
        add("LDAP", "client", R"(\x30\x80\x02\x01\x01)", "no");
        add("LDAP", "client", R"(\x30\x1d\x02\x01\x01\x77\x18\x80\x001.3.6)", "no");   // a name of length 0
        add("LDAP", "server", R"(+O)", "no");
        add("LDAP", "server", R"(\x30\x0c\x03\x01)", "no");
        add("XMPP", "client", R"(<?xml version='1.0'?>\n<stream:stream to='h'>)", "yes");
        add("XMPP", "server", R"(<stream:stream id='1'>)", "yes");
        add("XMPP", "client", R"(<?xml version='1.0'?><methodCall>)", "no");
    }
    void recognises()
    {
        QFETCH(QString, protocol);
        QFETCH(QString, from);
        QFETCH(QString, bytes);
        QFETCH(QString, expected);
        const std::string text = test::unescaped(bytes.toStdString());
        for (const Side side : {Side::Client, Side::Server}) {
            const Direction direction = (from == "client") == (side == Side::Client) ? Direction::Sent : Direction::Received;
            const auto verdict = [&](size_t count) {
                return of(protocol)(std::as_bytes(std::span(text)).first(count), direction, side, true);
            };
            QCOMPARE(word(verdict(text.size())), expected);
            // A prefix of recognised bytes is never refused, and what is refused stays refused.
            bool refused = false;
            for (size_t count = 0; count < text.size(); ++count) {
                const Verdict early = verdict(count);
                QVERIFY2(expected == "no" || early != Verdict::No, text.substr(0, count).c_str());
                QVERIFY2(expected != "no" || early != Verdict::Yes, text.substr(0, count).c_str());
                QVERIFY(!refused || early == Verdict::No);
                refused = early == Verdict::No;
            }
            QCOMPARE(of(protocol)(std::as_bytes(std::span(text)), direction, side, false), Verdict::No);
        }
    }
};

QTEST_GUILESS_MAIN(TestDialogue)
#include "tst_dialogue.moc"
