// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_types.h"
#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using protocols::Half;
using protocols::ItemCoding;
using protocols::ItemKind;

namespace {

// The call Shelf/Fetch: one message each way according to `frames`, and data that is not a message.
sample::Capture capturedCall(const std::string &asked)
{
    sample::Capture capture;
    const std::string head = "POST /cleartap.test.Shelf/Fetch HTTP/1.1\r\nhost: a\r\ncontent-type: application/grpc\r\n\r\n";
    exchange::Exchange &call = capture.add(head, "frames", "HTTP/1.1 200 OK\r\ncontent-type: application/grpc\r\n\r\n", "frames");
    call.operation = "cleartap.test.Shelf/Fetch";
    const auto item = [&](Half half, ItemKind kind, const std::string &contents, uint16_t code, ItemCoding coding) {
        capture.batch().items.emplace_back(0, exchange::Item { half, kind, coding, code, sample::day, sample::day, capture.keep(contents),
                                                               contents.size(), 0, kind == ItemKind::Piece ? "no message" : "" });
    };
    item(Half::Request, ItemKind::Grpc, asked, 0, ItemCoding::Identity);
    item(Half::Response, ItemKind::Grpc, std::string("\x08\x07", 2), 0, ItemCoding::Identity);
    item(Half::Response, ItemKind::Grpc, "zz", 1, ItemCoding::Unknown);
    item(Half::Response, ItemKind::Piece, "??", 0, ItemCoding::Identity);
    return capture;
}

QJsonObject entry(bool masked, const char *shelf, const std::string &asked = "\x0a\x06s3cret")
{
    QTemporaryDir folder;
    QFile peer(QStringLiteral(PROJECT_ROOT "/tests/support/grpc_peer.proto"));
    QFile described(folder.filePath("peer.proto"));
    if (!peer.open(QIODevice::ReadOnly) || !described.open(QIODevice::WriteOnly))
        return {};
    described.write(peer.readAll().replace("string shelf = 1;", shelf));
    described.close();
    exporters::ExportOptions options;
    options.masked = masked;
    auto types = std::make_shared<decode::ProtobufTypes>();
    if (*shelf && !types->add(described.fileName().toStdString()).empty())
        return {};
    options.types = types;
    sample::Capture capture = capturedCall(asked);
    const exchange::Store store = capture.store();
    const QString path = folder.filePath("call.jsonl");
    auto file = exporters::OutputFile::create(path.toStdString());
    const base::ExchangeId only = 0;
    if (!file || !exporters::writeJsonLines(store, { &only, 1 }, capture.bodies(), *file, options) || !file->commit())
        return {};
    QFile lines(path);
    return lines.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(lines.readAll()).object() : QJsonObject();
}

} // namespace

class TestHarGrpc : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesEachMessageWithItsText()
    {
        const QJsonObject call = entry(false, "string shelf = 1;");
        const QJsonArray messages = call["_grpcMessages"].toArray();
        QCOMPARE(messages.size(), 4);
        const QJsonObject ask = messages[0].toObject();
        QCOMPARE(ask["type"].toString(), QStringLiteral("send"));
        QCOMPARE(ask["text"].toString(), QStringLiteral("{\n  \"shelf\": \"s3cret\"\n}"));
        QCOMPARE(QByteArray::fromBase64(ask["data"].toString().toLatin1()), QByteArray("\x0a\x06s3cret"));
        QCOMPARE(ask["size"].toInt(), 8);
        QVERIFY(ask.contains("compressed") && !ask["compressed"].toBool());
        QCOMPARE(messages[1].toObject()["text"].toString(), QStringLiteral("{\n  \"number\": 7\n}"));
        QVERIFY(messages[2].toObject()["compressed"].toBool());
        QVERIFY(!messages[2].toObject().contains("text"));
        QCOMPARE(messages[3].toObject()["_note"].toString(), QStringLiteral("no message"));
        QVERIFY(call["response"].toObject()["content"].toObject().contains("text"));
    }

    void hasNoTextWithoutADescription()
    {
        const QJsonObject ask = entry(false, "")["_grpcMessages"].toArray()[0].toObject();
        QVERIFY(ask.contains("data") && !ask.contains("text"));
    }

    void leavesOutBytesThatHoldAMaskedSecret()
    {
        const QJsonObject call = entry(true, "string password = 1;");
        const QJsonArray messages = call["_grpcMessages"].toArray();
        QVERIFY(messages[0].toObject()["text"].toString().contains("\"password\": \"masked-"));
        QVERIFY(!messages[0].toObject().contains("data"));
        QVERIFY(messages[1].toObject().contains("data"));
        QVERIFY(!call["response"].toObject()["content"].toObject().contains("text"));
        QVERIFY(!call["request"].toObject().contains("postData") && !call["request"].toObject().contains("_content"));
        QVERIFY(!QJsonDocument(call).toJson().contains("s3cret"));
    }

    void leavesOutASecretOfAMessageThatIsNotDescribed()
    {
        const std::string token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.";
        const std::string asked = "\x0a" + std::string(1, char(token.size())) + token;
        const QJsonArray open = entry(false, "", asked)["_grpcMessages"].toArray();
        QCOMPARE(QByteArray::fromBase64(open[0].toObject()["data"].toString().toLatin1()), QByteArray::fromStdString(asked));
        const QJsonObject call = entry(true, "", asked);
        const QJsonArray messages = call["_grpcMessages"].toArray();
        QVERIFY(!messages[0].toObject().contains("data"));
        QVERIFY(messages[0].toObject()["_comment"].toString().contains("secrets in the protobuf"));
        QVERIFY(messages[1].toObject().contains("data"));
        QVERIFY(!messages[3].toObject().contains("data"));
        QVERIFY(!call["response"].toObject()["content"].toObject().contains("text"));
        QVERIFY(call["_masked"].toObject()["names"].toArray().contains("text JSON Web Token"));
    }
};

QTEST_GUILESS_MAIN(TestHarGrpc)
#include "tst_har_grpc.moc"
