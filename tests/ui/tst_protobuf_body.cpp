// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/protobuf_body.h"

#include "tests/ui/support.h"
#include "ui/workspace/protobuf_descriptions.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ui;

namespace {

const QString peer = QStringLiteral(PROJECT_ROOT "/tests/support/grpc_peer.proto");

BodyContent load(const char *contentType, const std::string &bytes, std::shared_ptr<const decode::ProtobufTypes> types = {},
                 const char *type = "")
{
    auto bodies = std::make_shared<support::MemoryBodies>();
    BodyRequest request;
    request.source = bodies;
    request.slices = { bodies->add(bytes) };
    request.contentType = contentType;
    request.types = std::move(types);
    request.protobufType = type;
    return loadBody(request, [] { return false; });
}

std::shared_ptr<decode::ProtobufTypes> described()
{
    auto types = std::make_shared<decode::ProtobufTypes>();
    types->add(peer.toStdString());
    return types;
}

} // namespace

class TestProtobufBody : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void readsAMessageWithAndWithoutItsDescription()
    {
        const std::string ask("\x0a\x03top\x18\x03", 7);
        const BodyContent raw = load("application/x-protobuf", ask);
        QCOMPARE(raw.form, BodyForm::Text);
        QCOMPARE(raw.format, decode::Format::Protobuf);
        QCOMPARE(raw.text, QByteArray("1: \"top\"\n3: 3  # varint; sint -2\n"));
        const BodyContent named = load("application/x-protobuf", ask, described(), "cleartap.test.Ask");
        QCOMPARE(named.text, QByteArray("{\n  \"shelf\": \"top\",\n  \"count\": 3\n}\n"));
        QCOMPARE(named.syntax, Syntax::Json);
        QVERIFY(named.whole && named.notices.isEmpty());
        const BodyContent other = load("application/x-protobuf", std::string("\x0a\x03top\x1a\x01x", 8), described(), "cleartap.test.Ask");
        QCOMPARE(other.text, QByteArray("{\n  \"shelf\": \"top\",\n  \"#3\":\"x\"\n}\n"));
    }

    void readsTheMessagesOfAGrpcBody()
    {
        const std::string body("\0\0\0\0\5\x0a\3top\1\0\0\0\2zz\0\0\0\0\x09\x0a\3to", 26);
        const BodyContent content = load("application/grpc+proto", body, described(), "cleartap.test.Ask");
        QCOMPARE(content.format, decode::Format::Grpc);
        QCOMPARE(content.text, QByteArray("// message 1, 5 bytes\n{\n  \"shelf\": \"top\"\n}\n"
                                          "\n// message 2, 2 bytes, compressed: Messages shows what is in it\n"
                                          "\n// message 3, 9 bytes, of which 4 are here\n# not valid protobuf from byte 0 on: 0x0a03746f\n"));
        QCOMPARE(load("application/grpc-web", std::string("\x80\0\0\0\x0fgrpc-status: 0\n", 20)).text, QByteArray("// trailers\ngrpc-status: 0\n"));
        QCOMPARE(load("application/grpc", std::string("\0\0", 2)).text, QByteArray("// cut in the length of a message\n"));
    }

    void knowsTheTypeByTheMethodOrTheMediaType()
    {
        const auto types = described();
        exchange::Exchange call;
        call.operation = "cleartap.test.Shelf/Store";
        QCOMPARE(protobufType(types.get(), call, protocols::Half::Request, {}), std::string("cleartap.test.Item"));
        QCOMPARE(protobufType(types.get(), call, protocols::Half::Response, {}), std::string("cleartap.test.Summary"));
        QCOMPARE(protobufType(nullptr, call, protocols::Half::Response, {}), std::string());
        call.operation.clear();
        QCOMPARE(protobufType(types.get(), call, protocols::Half::Request, "application/x-protobuf; charset=x; messageType=\"cleartap.test.Ask\""),
                 std::string("cleartap.test.Ask"));
        QCOMPARE(protobufType(types.get(), call, protocols::Half::Request, "application/x-protobuf; proto=no.Such"), std::string());
    }

    void remembersWhatWasAdded()
    {
        QTemporaryDir folder;
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
        {
            ProtobufDescriptions first;
            QSignalSpy changed(&first, &ProtobufDescriptions::changed), problems(&first, &ProtobufDescriptions::problems);
            first.add({ peer, folder.filePath(QStringLiteral("none.proto")) });
            QVERIFY(changed.wait());
            QVERIFY(first.types()->method("cleartap.test.Shelf/Fetch"));
            QCOMPARE(problems.size(), 1);
            QVERIFY(problems[0][0].toStringList().value(0).contains(QStringLiteral("none.proto")));
        }
        ProtobufDescriptions second;
        QSignalSpy changed(&second, &ProtobufDescriptions::changed);
        QVERIFY(!second.types()->method("cleartap.test.Shelf/Fetch"));
        second.restore();
        QVERIFY(changed.wait());
        QVERIFY(second.types()->method("cleartap.test.Shelf/Fetch"));
        second.forget();
        QVERIFY(changed.wait());
        QVERIFY(!second.types()->method("cleartap.test.Shelf/Fetch"));
        QVERIFY(QSettings().allKeys().isEmpty());
    }
};

QTEST_MAIN(TestProtobufBody)
#include "tst_protobuf_body.moc"
