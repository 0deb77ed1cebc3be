// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_pool.h"
#include "app/decode/protobuf_types.h"

#include <google/protobuf/text_format.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace decode;

namespace {

constexpr const char *peer = PROJECT_ROOT "/tests/support/grpc_peer.proto";

// The bytes of a message written as text, encoded with the definitions in `folder`.
std::string encoded(const QString &folder, const std::string &file, const std::string &type, const std::string &text)
{
    ProtobufPool pool(folder.toStdString());
    if (!pool.load(file))
        return "not loaded";
    const auto message = pool.newMessage(type);
    if (!message || !google::protobuf::TextFormat::ParseFromString(text, message.get()))
        return "not read";
    return message->SerializeAsString();
}

std::string encodedByPeer(const std::string &type, const std::string &text)
{
    return encoded(PROJECT_ROOT "/tests/support", "grpc_peer.proto", "cleartap.test." + type, text);
}

std::string json(const ProtobufTypes &types, const std::string &type, const std::string &bytes)
{
    const auto result = types.json(type, std::as_bytes(std::span(bytes)));
    return !result ? "no such type" : result->fits ? result->text : "does not fit" + result->text;
}

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestProtobufTypes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void namesTheFieldsOfAMessage()
    {
        ProtobufTypes types;
        QCOMPARE(types.add(peer), std::vector<std::string>());
        QCOMPARE(types.fileCount(), size_t(1));
        const std::string bytes = encodedByPeer("Item", R"(number: 7 name: "größer" data: "\001\002" kind: KIND_BOX
            place { row: -7 column: 21 } sizes: [0, 1000] tags: ["new", "a+b"] counts { key: "stock" value: 7 }
            weight: 7.5 share: 0.25 sold: true delta: -1000000000007 mark: 1234605616436508552 person: "Ada")");
        const std::string text = json(types, "cleartap.test.Item", bytes);
        QCOMPARE(text, std::string(R"({
  "number": 7,
  "name": "größer",
  "data": "AQI=",
  "kind": "KIND_BOX",
  "place": {
    "row": -7,
    "column": 21
  },
  "sizes": [
    0,
    1000
  ],
  "tags": [
    "new",
    "a+b"
  ],
  "counts": {
    "stock": 7
  },
  "weight": 7.5,
  "share": 0.25,
  "sold": true,
  "delta": -1000000000007,
  "mark": 1234605616436508552,
  "person": "Ada"
})"));
        QCOMPARE(json(types, "cleartap.test.Item", ""), std::string("{}"));
        QCOMPARE(json(types, "cleartap.test.None", bytes), std::string("no such type"));
    }

    void showsFieldsAndNamesThatAreNotDescribed()
    {
        ProtobufTypes types;
        types.add(peer);
        const std::string more = encodedByPeer("Summary", "items: 3") + std::string("\x22\x03yes\xa8\x01\x05", 8);
        QCOMPARE(json(types, "cleartap.test.Summary", more), std::string("{\n  \"items\": 3,\n  \"#4\":\"yes\",\"#21\":5\n}"));
        QCOMPARE(json(types, "cleartap.test.Item", std::string("\x20\x63", 2)), std::string("{\n  \"kind\": 99\n}"));
    }

    void saysWhatDoesNotFit()
    {
        ProtobufTypes types;
        types.add(peer);
        const std::string cut = encodedByPeer("Item", "number: 7 name: \"abc\"").substr(0, 4);
        QCOMPARE(json(types, "cleartap.test.Item", cut), std::string("does not fit"));
        const auto bytes = std::as_bytes(std::span(cut));
        const ProtobufReading start = readMessage(&types, "cleartap.test.Item", bytes);
        QVERIFY(start.described && !start.whole);
        QCOMPARE(start.text, std::string("{\n  \"number\": 7\n}"));
        QCOMPARE(start.note, std::string("Only its first 2 of 4 bytes are whole fields."));
        const ProtobufReading other = readMessage(&types, "cleartap.test.Item", std::as_bytes(std::span("\x2a\x03zzz", 5)));
        QVERIFY(!other.described && other.whole);
        QCOMPARE(other.text, std::string("5: \"zzz\"\n"));
        QCOMPARE(other.note, std::string("It does not fit cleartap.test.Item, so it is shown without its definition."));
        QCOMPARE(readMessage(&types, "a.B", bytes).note, std::string("a.B has no definition."));
        QCOMPARE(readMessage(nullptr, "a.B", bytes).note, std::string());
        // Text that is not UTF-8: nothing is written to standard error or thrown.
        QVERIFY(!types.json("cleartap.test.Item", std::as_bytes(std::span("\x12\x02\xff\xfe", 4)))->fits);
    }

    void findsTheTypesOfMethods()
    {
        ProtobufTypes types;
        QVERIFY(!types.method("cleartap.test.Shelf/Echo"));
        types.add(peer);
        const auto echo = types.method("cleartap.test.Shelf/Echo");
        QVERIFY(echo && echo->clientStreams && echo->serverStreams);
        const auto list = types.method("cleartap.test.Shelf/List");
        QVERIFY(list && !list->clientStreams && list->serverStreams);
        QCOMPARE(list->request, std::string("cleartap.test.Ask"));
        QCOMPARE(list->response, std::string("cleartap.test.Item"));
        QVERIFY(!types.method("cleartap.test.Shelf/None"));
        QVERIFY(!types.method("") && !types.method("/") && !types.method("a.b"));
    }

    void writesWellKnownTypesInTheirOwnForm()
    {
        QTemporaryDir folder;
        write(folder.filePath("w.proto"), R"(syntax = "proto3"; package w;
            import "google/protobuf/any.proto"; import "google/protobuf/timestamp.proto"; import "google/protobuf/duration.proto";
            import "google/protobuf/struct.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/field_mask.proto";
            import "google/protobuf/empty.proto";
            message Inner { string text = 1; }
            message W { google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.Struct all = 3;
              google.protobuf.Int64Value count = 4; google.protobuf.FieldMask mask = 5; google.protobuf.Empty none = 6;
              repeated google.protobuf.Any any = 7; google.protobuf.Duration back = 8; double nan = 9; google.protobuf.BoolValue no = 10; })");
        ProtobufTypes types;
        QCOMPARE(types.add(folder.filePath("w.proto").toStdString()), std::vector<std::string>());
        const std::string bytes = encoded(folder.path(), "w.proto", "w.W", R"(at { seconds: 1517275822 nanos: 500000000 } took { seconds: 3 nanos: 20000000 }
            all { fields { key: "a" value { number_value: 1 } } fields { key: "b" value { list_value { values { null_value: NULL_VALUE } values { bool_value: true } } } } }
            count { value: 9007199254740993 } mask { paths: "a.b" paths: "c" } none { } nan: nan no { }
            any { [type.googleapis.com/w.Inner] { text: "inside" } } any { [type.googleapis.com/google.protobuf.Duration] { seconds: 1 } }
            any { type_url: "type.googleapis.com/no.Such" value: "\010\005" } any { type_url: "x" value: "\377\300" } back { nanos: -500 })");
        const QString text = QString::fromStdString(json(types, "w.W", bytes)).simplified();
        QVERIFY2(text.startsWith(R"({ "at": "2018-01-30T01:30:22.5Z", "took": "3.02s", "all": { )"), qPrintable(text));
        QVERIFY(text.contains(R"("a": 1)"));
        QVERIFY(text.contains(R"("b": [ null, true ])"));
        QVERIFY2(text.contains(R"("count": 9007199254740993, "mask": "a.b,c", "none": {}, "any": [ { "@type": "type.googleapis.com/w.Inner", "text": "inside" }, )"
                               R"({ "@type": "type.googleapis.com/google.protobuf.Duration", "value": "1s" }, )"
                               R"({ "@type": "type.googleapis.com/no.Such", )" "\"#1\":5 }, " R"({ "@type": "x", "value": "/8A=" } ], "back": "-0.0000005s", "nan": "NaN", "no": false })"),
                 qPrintable(text));
        QVERIFY(!QJsonDocument::fromJson(text.toUtf8()).isNull());
    }

    void knowsTheStatusOfGrpcWithoutAnyFile()
    {
        ProtobufTypes types;
        QTemporaryDir folder;
        write(folder.filePath("s.proto"), R"(syntax = "proto3"; import "google/rpc/status.proto"; import "google/rpc/error_details.proto"; message S { google.rpc.Status s = 1; })");
        const std::string bytes = encoded(folder.path(), "s.proto", "google.rpc.Status",
            R"(code: 3 message: "no" details { [type.googleapis.com/google.rpc.BadRequest] { field_violations { field: "name" description: "too long" } } })");
        const QString text = QString::fromStdString(json(types, "google.rpc.Status", bytes)).simplified();
        QCOMPARE(text, QStringLiteral(R"({ "code": 3, "message": "no", "details": [ { "@type": "type.googleapis.com/google.rpc.BadRequest", )"
                                      R"("field_violations": [ { "field": "name", "description": "too long" } ] } ] })"));
    }

    void findsImportsFromTheFoldersAbove()
    {
        QTemporaryDir folder;
        write(folder.filePath("api/v1/a.proto"), R"(syntax = "proto3"; package a; import "api/common/c.proto"; message A { c.C c = 1; })");
        write(folder.filePath("api/common/c.proto"), R"(syntax = "proto3"; package c; message C { int32 n = 1; })");
        ProtobufTypes file;
        QCOMPARE(file.add(folder.filePath("api/v1/a.proto").toStdString()), std::vector<std::string>());
        QVERIFY(file.knows("a.A") && file.knows("c.C"));
        for (const char *below : { "", "/api", "/api/v1" }) {
            ProtobufTypes types;
            QCOMPARE(types.add((folder.path() + below).toStdString()), std::vector<std::string>());
            QVERIFY(types.knows("a.A") && types.knows("c.C"));
        }
    }

    void saysWhereAFileIsWrong()
    {
        QTemporaryDir folder;
        write(folder.filePath("bad.proto"), "syntax = \"proto3\";\nmessage A {\n  int32 n = ;\n}\n");
        write(folder.filePath("type.proto"), "syntax = \"proto3\";\n\nmessage B { Missing m = 1; }\n");
        write(folder.filePath("import.proto"), "syntax = \"proto3\";\nimport \"none.proto\";\n");
        write(folder.filePath("good.proto"), "syntax = \"proto3\"; message G { int32 n = 1; }\n");
        write(folder.filePath("binary"), "\xff\xff\xff\xff not a set");
        ProtobufTypes types;
        const auto problems = types.add(folder.path().toStdString());
        const std::string root = folder.path().toStdString();
        QVERIFY(std::ranges::find(problems, root + "/bad.proto:3: Expected integer.") != problems.end()
                || std::ranges::any_of(problems, [&](const auto &p) { return p.starts_with(root + "/bad.proto:3: "); }));
        QVERIFY(std::ranges::any_of(problems, [&](const auto &p) { return p.starts_with(root + "/type.proto:3: ") && p.contains("Missing"); }));
        QVERIFY(std::ranges::any_of(problems, [&](const auto &p) { return p.contains("none.proto"); }));
        QVERIFY(types.knows("G"));
        QVERIFY(!types.knows("A"));
        QCOMPARE(types.add(root + "/none").size(), size_t(1));
        QVERIFY(types.add(root + "/binary")[0].contains("neither a .proto file nor a set of descriptors"));
        QTemporaryDir empty;
        QVERIFY(types.add(empty.path().toStdString())[0].contains("this folder contains no .proto file"));
    }

    void readsSetsOfDescriptors()
    {
        QTemporaryDir folder;
        ProtobufPool pool(PROJECT_ROOT "/tests/support");
        QVERIFY(pool.load("grpc_peer.proto"));
        google::protobuf::FileDescriptorSet set;
        pool.types().FindFileByName("grpc_peer.proto")->CopyTo(set.add_file());
        const std::string bytes = set.SerializeAsString();
        write(folder.filePath("shelf.pb"), { bytes.data(), qsizetype(bytes.size()) });
        ProtobufTypes types;
        QCOMPARE(types.add(folder.filePath("shelf.pb").toStdString()), std::vector<std::string>());
        QVERIFY(types.method("cleartap.test.Shelf/Fetch"));
        QCOMPARE(json(types, "cleartap.test.Ask", std::string("\x0a\x03top", 5)), std::string("{\n  \"shelf\": \"top\"\n}"));
        // A descriptor set that lacks its imports reports that.
        set.mutable_file(0)->add_dependency("missing.proto");
        const std::string broken = set.SerializeAsString();
        write(folder.filePath("broken.pb"), { broken.data(), qsizetype(broken.size()) });
        QVERIFY(types.add(folder.filePath("broken.pb").toStdString())[0].contains("missing.proto"));
    }

    void staysWithinItsLimits()
    {
        ProtobufTypes types;
        types.add(peer);
        std::string bytes;
        for (int i = 0; i < 1000; ++i)
            bytes += encodedByPeer("Item", "tags: \"0123456789\"");
        const auto brief = types.json("cleartap.test.Item", std::as_bytes(std::span(bytes)), { .textMax = 1000 });
        QVERIFY(brief && !brief->whole && brief->text.size() < 1200);
        QVERIFY(!QJsonDocument::fromJson(QByteArray::fromStdString(brief->text)).isNull());
    }
};

QTEST_GUILESS_MAIN(TestProtobufTypes)
#include "tst_protobuf_types.moc"
