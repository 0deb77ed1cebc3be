// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/hidden_secrets.h"
#include "tests/support/deflated.h"

#include <QtTest>

using decode::Format;

namespace {

std::span<const std::byte> bytesOf(const QByteArray &bytes)
{
    return {reinterpret_cast<const std::byte *>(bytes.constData()), size_t(bytes.size())};
}

QByteArray gzip(const QByteArray &bytes) { return QByteArray::fromStdString(support::gzip(bytes.toStdString())); }

// A text or message of fewer than 128 bytes as a protobuf field.
QByteArray field(char number, const QByteArray &contents)
{
    return QByteArray(1, char(number << 3 | 2)) + QByteArray(1, char(contents.size())) + contents;
}

// A message of fewer than 256 bytes after gRPC's prefix.
QByteArray framed(const QByteArray &message, int flags = 0)
{
    return QByteArray(1, char(flags)) + QByteArray(3, '\0') + QByteArray(1, char(message.size())) + message;
}

} // namespace

class TestHiddenSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsThem_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("format");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<QString>("expected");   // part of the sentence; empty: the body is kept
        const auto row = [](const char *name, const QByteArray &body, Format format, const char *expected, bool whole = true) {
            QTest::newRow(name) << body << int(format) << whole << QString(expected);
        };
        const QByteArray secret = R"({"user":"ann","password":"hunter2"})", open = R"({"user":"ann","city":"Bern and Basel"})";
        // {"user":"ann","password":"hunter2"} and {"user":"ann"}
        const QByteArray msgpack = QByteArray::fromHex("82a475736572a3616e6ea870617373776f7264a768756e74657232");
        const QByteArray cbor = QByteArray::fromHex("a2647573657263616e6e6870617373776f72646768756e74657232");
        row("MessagePack", msgpack, Format::MessagePack, "secrets in the MessagePack");
        row("MessagePack without", QByteArray::fromHex("81a475736572a3616e6e"), Format::MessagePack, "");
        row("MessagePack that is cut", msgpack.chopped(3), Format::MessagePack, "could not be parsed");
        row("MessagePack too large to keep", msgpack, Format::MessagePack, "could not be parsed", false);
        row("MessagePack that nobody declared", msgpack, Format::Binary, "secrets in the MessagePack");
        row("MessagePack that looks like text", msgpack, Format::Text, "secrets in the MessagePack");
        row("CBOR", cbor, Format::Cbor, "secrets in the CBOR");
        row("CBOR that nobody declared", cbor, Format::Binary, "secrets in the CBOR");
        row("CBOR without", QByteArray::fromHex("a1647573657263616e6e"), Format::Cbor, "");
        row("JSON in gzip", gzip(secret), Format::Gzip, "secrets in the JSON");
        row("JSON in gzip without", gzip(open), Format::Gzip, "");
        row("JSON in gzip that is cut", gzip(secret).chopped(12), Format::Gzip, "could not be parsed");
        row("MessagePack in gzip", gzip(msgpack), Format::Gzip, "secrets in the MessagePack");
        row("JSON in Base64", secret.toBase64(), Format::Text, "secrets in the JSON");
        row("JSON in gzip in Base64", gzip(secret).toBase64(), Format::Text, "secrets in the JSON");
        row("JSON in Base64 without", open.toBase64(), Format::Text, "");
        const QByteArray token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.";
        const QByteArray key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
        const QByteArray said = field(1, "ann"), held = field(2, token);
        row("a token in protobuf", said + held, Format::Protobuf, "secrets in the protobuf");
        row("a token within a text of protobuf", field(3, "Bearer " + token), Format::Protobuf, "secrets in the protobuf");
        row("a token in a message of a message", said + field(4, field(1, "x") + field(5, held)), Format::Protobuf, "secrets in the protobuf");
        row("a private key in protobuf", said + field(2, key), Format::Protobuf, "secrets in the protobuf");
        row("credentials of a URL in protobuf", field(1, "https://ann:hunter2@example.org/"), Format::Protobuf, "secrets in the protobuf");
        row("JSON in protobuf", field(1, secret), Format::Protobuf, "secrets in the protobuf");
        row("JSON in protobuf without", field(1, open), Format::Protobuf, "");
        row("protobuf without", said + field(2, "https://example.org/?page=2") + field(3, "eyJ.is.none"), Format::Protobuf, "");
        row("protobuf that is cut", (said + held).chopped(1), Format::Protobuf, "could not be parsed");
        row("protobuf too large to keep", said, Format::Protobuf, "could not be parsed", false);
        row("a token in a gRPC message", framed(said) + framed(held), Format::Grpc, "secrets in the gRPC messages");
        row("a token in gRPC-Web's trailers", framed(said) + framed("x-auth: " + token + "\r\n", 0x80), Format::Grpc, "secrets in the gRPC messages");
        row("gRPC messages without", framed(said) + framed({}) + framed("grpc-status: 0\r\n", 0x80), Format::Grpc, "");
        row("a gRPC message that is compressed", framed(gzip(said), 1), Format::Grpc, "could not be parsed");
        row("a gRPC message that is cut", framed(said).chopped(1), Format::Grpc, "could not be parsed");
        row("a private key in gzip", gzip("hello, here it is\n" + key), Format::Gzip, "secrets in the text");
        row("text in gzip without", gzip("hello, here it is\n"), Format::Gzip, "");
        row("text, which is masked where it stands", "hello\n" + key, Format::Text, "");
        row("a certificate", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n", Format::Pem, "");
        row("plain words", "password: hunter2", Format::Text, "");
        row("a picture", QByteArray::fromHex("89504e470d0a1a0a0000"), Format::Png, "");
    }
    void findsThem()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, format);
        QFETCH(bool, whole);
        QFETCH(QString, expected);
        const masking::Masker masker{masking::Key{1, 2}};
        masking::Report report;
        const QString said = QString::fromStdString(exporters::hiddenSecrets(bytesOf(body), whole, Format(format), masker, report));
        QVERIFY2(expected.isEmpty() ? said.isEmpty() : said.contains(expected), qPrintable(said));
        QVERIFY(!said.contains("hunter2"));
        QCOMPARE(report.count > 0, said.contains("secrets in the"));
    }
};

QTEST_GUILESS_MAIN(TestHiddenSecrets)
#include "tst_hidden_secrets.moc"
