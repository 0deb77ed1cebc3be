// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/status_details.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

class TestStatusDetails : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsWhatAServiceTells()
    {
        // code 5, message "no such user", details: ErrorInfo { reason: "GONE", domain: "users" }
        const QByteArray info = QByteArray("\x0a\x04GONE\x12\x05users", 13);
        const QByteArray type = "type.googleapis.com/google.rpc.ErrorInfo";
        const QByteArray any = QByteArray("\x0a") + char(type.size()) + type + QByteArray("\x12") + char(info.size()) + info;
        const QByteArray status = QByteArray("\x08\x05\x12\x0cno such user\x1a") + char(any.size()) + any;
        for (const auto &option : {QByteArray::KeepTrailingEquals, QByteArray::OmitTrailingEquals}) {
            const auto text = decode::statusDetails(nullptr, status.toBase64(option).toStdString());
            QVERIFY(text);
            const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object();
            QCOMPARE(object["code"].toInt(), 5);
            QCOMPARE(object["message"].toString(), "no such user");
            QCOMPARE(object["details"].toArray()[0].toObject()["reason"].toString(), "GONE");
        }
    }

    void saysNothingOfWhatIsNone()
    {
        for (const char *value : {"", "!!", "/////w==", "CAU=CAU"})
            QVERIFY2(!decode::statusDetails(nullptr, value), value);
    }
};

QTEST_GUILESS_MAIN(TestStatusDetails)
#include "tst_status_details.moc"
