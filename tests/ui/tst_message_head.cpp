// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/message_head.h"

#include "tests/ui/support.h"
#include "ui/theme/theme.h"

#include <QTest>

using namespace ui;

namespace {

exchange::Head head(std::string_view fields) { return exchange::parseHead("GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n"); }

QStringList cells(const std::vector<FieldRow> &rows)
{
    QStringList all;
    for (const FieldRow &row : rows)
        all << row.cells.mid(0, 2).join(QLatin1Char('='));
    return all;
}

} // namespace

class TestMessageHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void credentialsAndChallengesAreRead()
    {
        QCOMPARE(cells(tokenRows(head("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\nAccept: */*\r\n"))),
                 (QStringList{QStringLiteral("Authorization: Basic"), QStringLiteral("user-id=Aladdin"), QStringLiteral("password=open sesame")}));
        QCOMPARE(cells(tokenRows(head("WWW-Authenticate: Digest realm=\"files\", qop=auth\r\n"))),
                 (QStringList{QStringLiteral("WWW-Authenticate: Digest"), QStringLiteral("realm=files"), QStringLiteral("qop=auth")}));
        QVERIFY(tokenRows(head("Authorization: Bearer opaque\r\nX-Note: Basic QTpC\r\n")).empty());
    }

    void knownFieldsAreExplained()
    {
        MessageHead message;
        message.head = head("User-Agent: curl/8\r\nX-Shop: 7\r\n");
        message.trailers = {{"ETag", "\"1\""}};
        const std::vector<FieldRow> rows = headerRows(message, {}, protocols::Half::Request);
        QCOMPARE(rows.size(), size_t(5));
        QCOMPARE(rows[1].explanation, QStringLiteral("The client's software. (RFC 9110, section 10.1.5)"));
        QCOMPARE(rows[2].explanation, QString());
        QVERIFY(rows[4].explanation.startsWith(QLatin1String("The version of what is in the body")));
    }

    void theExplanationIsShownWhereThePointerRestsOnTheName()
    {
        Theme theme(ThemeChoice::Light);
        FieldList list(theme);
        list.setRows({{.cells = {QStringLiteral("Server"), QStringLiteral("nginx")}, .filter = {}, .explanation = QStringLiteral("The server's software.")}});
        list.show();
        QTRY_VERIFY(!list.document()->find(QStringLiteral("Server")).isNull());
        QCOMPARE(list.document()->find(QStringLiteral("Server")).charFormat().toolTip(), QStringLiteral("The server's software."));
        QCOMPARE(list.document()->find(QStringLiteral("nginx")).charFormat().toolTip(), QString());
    }
};

QTEST_MAIN(TestMessageHead)
#include "tst_message_head.moc"
