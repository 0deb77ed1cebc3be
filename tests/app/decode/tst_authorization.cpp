// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/authorization.h"

#include <QRegularExpression>
#include <QTest>

using namespace decode;

class TestAuthorization : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsWhatTheSchemeSays_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("members");
        const auto row = [](const char *value, const char *members) { QTest::newRow(value) << QByteArray(value) << QString::fromUtf8(members); };
        row("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic user-id=Aladdin password=open sesame");
        row("basic dXNlcjpwYTpzcw", "basic user-id=user password=pa:ss");
        row("Basic realm=\"WallyWorld\", charset=\"UTF-8\"", "Basic realm=WallyWorld charset=UTF-8");
        row("Basic !!!", "");
        row("Basic bm9jb2xvbg==", "");
        row("Digest username=\"Mufasa\", realm=\"a \\\"b\\\" c\", nc=00000001, qop=auth", "Digest username=Mufasa realm=a \"b\" c nc=00000001 qop=auth");
        row("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host, Signature=5d67",
            "AWS4-HMAC-SHA256 access key id=AKIDEXAMPLE date=20150830 region=us-east-1 service=iam terminator=aws4_request SignedHeaders=content-type;host Signature=5d67");
        row("Bearer realm=\"x\", error=\"invalid_token\"", "Bearer realm=x error=invalid_token");
        row("Bearer mF_9.B5f-4.1JqM", "");
        row("Negotiate", "");
        row("Digest ", "");
        row("Digest realm=\"never closed", "Digest realm=never closed");
        row("", "");
    }
    void readsWhatTheSchemeSays()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, members);
        const auto found = parseAuthorization(value.toStdString());
        QString text = found ? QString::fromStdString(found->scheme) : QString();
        for (const AuthorizationMember &member : found ? found->members : std::vector<AuthorizationMember>())
            text += ' ' + QString::fromStdString(member.name) + '=' + QString::fromStdString(member.value);
        QCOMPARE(text, members);
    }

    void membersHaveALimit()
    {
        std::string value = "X ";
        for (int i = 0; i < 1000; ++i)
            value += "a" + std::to_string(i) + "=1,";
        QCOMPARE(parseAuthorization(value)->members.size(), size_t(64));
    }
};

QTEST_GUILESS_MAIN(TestAuthorization)
#include "tst_authorization.moc"
