// SPDX-License-Identifier: GPL-3.0-or-later
// The examples of RFC 9204, appendix B; then nghttp3's encoder is the oracle.
#include "app/protocols/http3/qpack_decoder.h"

#include <QRegularExpression>
#include <QTest>
#include <nghttp3/nghttp3.h>

#include <random>

using namespace protocols::http3;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using Result = QpackDecoder::Result;

constexpr size_t noLimit = 1 << 24;

std::string unhex(const char *text) { return QByteArray::fromHex(text).toStdString(); }
std::span<const std::byte> bytes(const std::string &text) { return std::as_bytes(std::span(text)); }

Fields fieldsOf(const FieldList &list)
{
    Fields fields;
    for (size_t i = 0; i < list.size(); ++i)
        fields.emplace_back(list[i].nameKnown ? std::string(list[i].name) : "?", list[i].valueKnown ? std::string(list[i].value) : "?");
    return fields;
}

struct Block {
    std::string instructions, section;
    Fields fields;
};

// What nghttp3 makes of random fields; every section may refer to what was inserted just before.
std::vector<Block> nghttp3Blocks(unsigned seed, size_t capacity)
{
    std::mt19937 random(seed);
    const auto below = [&random](unsigned bound) { return unsigned(random() % bound); };
    nghttp3_qpack_encoder *encoder = nullptr;
    nghttp3_qpack_encoder_new(&encoder, capacity, nghttp3_mem_default());
    nghttp3_qpack_encoder_set_max_dtable_capacity(encoder, capacity);
    nghttp3_qpack_encoder_set_max_blocked_streams(encoder, 1000);
    std::vector<Block> blocks;
    for (int i = 0; i < 400; ++i) {
        Block block;
        block.fields = {{":method", below(2) ? "GET" : "POST"}, {":path", "/" + std::to_string(below(20))}, {"accept-encoding", "gzip, deflate, br"}};
        for (unsigned n = below(12); n > 0; --n) {
            std::string value;
            for (unsigned length = below(40); length > 0; --length)
                value += below(8) ? char(32 + below(95)) : char(below(256));
            block.fields.emplace_back("x-" + std::to_string(below(30)), below(2) ? "value-" + std::to_string(below(10)) : value);
        }
        std::vector<nghttp3_nv> pairs;
        for (auto &[name, value] : block.fields)
            pairs.push_back({reinterpret_cast<uint8_t *>(name.data()), reinterpret_cast<uint8_t *>(value.data()), name.size(), value.size(),
                             uint8_t(below(10) ? NGHTTP3_NV_FLAG_NONE : NGHTTP3_NV_FLAG_NEVER_INDEX)});
        nghttp3_buf prefix, section, instructions;
        nghttp3_buf_init(&prefix);
        nghttp3_buf_init(&section);
        nghttp3_buf_init(&instructions);
        if (nghttp3_qpack_encoder_encode(encoder, &prefix, &section, &instructions, int64_t(4 * i), pairs.data(), pairs.size()) != 0)
            qFatal("nghttp3 does not encode");
        const auto text = [](const nghttp3_buf &buffer) { return std::string(reinterpret_cast<const char *>(buffer.pos), nghttp3_buf_len(&buffer)); };
        block.instructions = text(instructions);
        block.section = text(prefix) + text(section);
        for (nghttp3_buf *buffer : {&prefix, &section, &instructions})
            nghttp3_buf_free(buffer, nghttp3_mem_default());
        nghttp3_qpack_encoder_ack_everything(encoder);
        blocks.push_back(std::move(block));
    }
    nghttp3_qpack_encoder_del(encoder);
    return blocks;
}

} // namespace

class TestQpackDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void decodesTheExamplesOfTheStandard()
    {
        QpackDecoder decoder;
        FieldList list;
        const auto decode = [&](const char *section) { return decoder.decode(bytes(unhex(section)), false, list, noLimit, 100); };
        decoder.table().setMaxCapacity(220);
        QCOMPARE(decode("0000510b2f696e6465782e68746d6c"), Result::Complete);
        QCOMPARE(fieldsOf(list), (Fields{{":path", "/index.html"}}));
        QCOMPARE(decode("03811011"), Result::Blocked);
        decoder.encoderStream(bytes(unhex("3fbd01c00f7777772e6578616d706c652e636f6dc10c2f73616d706c652f70617468")));
        QCOMPARE(decode("03811011"), Result::Complete);
        QCOMPARE(fieldsOf(list), (Fields{{":authority", "www.example.com"}, {":path", "/sample/path"}}));
        decoder.encoderStream(bytes(unhex("4a637573746f6d2d6b65790c637573746f6d2d76616c7565")));
        QCOMPARE(decoder.table().insertCount(), 3u);
        QCOMPARE(decode("050080c181"), Result::Blocked);
        decoder.encoderStream(bytes(unhex("02")));
        QCOMPARE(decode("050080c181"), Result::Complete);
        QCOMPARE(fieldsOf(list), (Fields{{":authority", "www.example.com"}, {":path", "/"}, {"custom-key", "custom-value"}}));
        decoder.encoderStream(bytes(unhex("810d637573746f6d2d76616c756532")));
        TableField field;
        QCOMPARE(decoder.table().insertCount(), 5u);
        QVERIFY(!decoder.table().find(0, field));   // evicted
        QVERIFY(decoder.table().find(4, field));
        QCOMPARE(std::string(field.name), "custom-key");
        QCOMPARE(std::string(field.value), "custom-value2");
    }

    // Each entry by an index that nghttp3's decoder resolves.
    void hasTheSameStaticTableAsNghttp3()
    {
        nghttp3_qpack_decoder *oracle = nullptr;
        QCOMPARE(nghttp3_qpack_decoder_new(&oracle, 0, 0, nghttp3_mem_default()), 0);
        nghttp3_qpack_stream_context *context = nullptr;
        QCOMPARE(nghttp3_qpack_stream_context_new(&context, 0, nghttp3_mem_default()), 0);
        QpackDecoder decoder;
        for (unsigned index = 0; index < 99; ++index) {
            std::string section("\0\0", 2);
            section += index < 63 ? std::string(1, char(0xc0 | index)) : std::string{char(0xff), char(index - 63)};
            FieldList list;
            QCOMPARE(decoder.decode(bytes(section), false, list, noLimit, 10), Result::Complete);
            nghttp3_qpack_stream_context_reset(context);
            nghttp3_qpack_nv pair;
            uint8_t flags = 0;
            const auto *at = reinterpret_cast<const uint8_t *>(section.data());
            const auto read = nghttp3_qpack_decoder_read_request(oracle, context, &pair, &flags, at, section.size(), 1);
            QCOMPARE(size_t(read), section.size());
            QVERIFY(flags & NGHTTP3_QPACK_DECODE_FLAG_EMIT);
            const auto text = [](nghttp3_rcbuf *buffer) {
                const nghttp3_vec vector = nghttp3_rcbuf_get_buf(buffer);
                return std::string(reinterpret_cast<const char *>(vector.base), vector.len);
            };
            QCOMPARE(fieldsOf(list), (Fields{{text(pair.name), text(pair.value)}}));
            nghttp3_rcbuf_decref(pair.name);
            nghttp3_rcbuf_decref(pair.value);
        }
        FieldList list;
        QCOMPARE(decoder.decode(bytes(std::string("\0\0\xff\x24", 4)), false, list, noLimit, 10), Result::Malformed);
        nghttp3_qpack_stream_context_del(context);
        nghttp3_qpack_decoder_del(oracle);
    }

    void decodesWhatNghttp3Encodes()
    {
        for (unsigned seed = 1; seed <= 10; ++seed) {
            const size_t capacity = seed % 2 ? 4096 : 300;
            QpackDecoder decoder;
            decoder.table().setMaxCapacity(capacity);
            std::mt19937 random(seed);
            FieldList list;
            for (const Block &block : nghttp3Blocks(seed, capacity)) {
                // The instructions come in pieces, some of them after the section.
                const size_t cut = random() % (block.instructions.size() + 1);
                decoder.encoderStream(bytes(block.instructions.substr(0, cut)));
                const Result early = decoder.decode(bytes(block.section), false, list, noLimit, 1000);
                QVERIFY(early == Result::Blocked || early == Result::Complete);
                decoder.encoderStream(bytes(block.instructions.substr(cut)));
                QCOMPARE(decoder.decode(bytes(block.section), false, list, noLimit, 1000), Result::Complete);
                QCOMPARE(fieldsOf(list), block.fields);
            }
        }
    }

    // After a loss on the encoder's stream each field is right or unknown.
    void saysUnknownRatherThanAWrongValue()
    {
        unsigned unknown = 0, known = 0;
        for (unsigned seed = 1; seed <= 10; ++seed) {
            QpackDecoder decoder;
            decoder.table().setMaxCapacity(4096);
            FieldList list;
            size_t number = 0;
            for (const Block &block : nghttp3Blocks(seed, 4096)) {
                if (++number == 100)
                    decoder.encoderStreamLost();
                else
                    decoder.encoderStream(bytes(block.instructions));
                const Result result = decoder.decode(bytes(block.section), false, list, noLimit, 1000);
                QVERIFY(result == Result::Complete || (number >= 100 && result == Result::Unknown));
                const Fields got = fieldsOf(list);
                QCOMPARE(got.size(), block.fields.size());
                for (size_t i = 0; i < got.size(); ++i) {
                    QVERIFY(got[i].first == "?" || got[i].first == block.fields[i].first);
                    QVERIFY(got[i].second == "?" || got[i].second == block.fields[i].second);
                    if (number >= 100)
                        ++(got[i].second == "?" ? unknown : known);
                }
            }
        }
        QVERIFY2(unknown > 0 && known > 100, qPrintable(QStringLiteral("%1 unknown, %2 known").arg(unknown).arg(known)));
    }

    void marksDamageAndLimits()
    {
        QpackDecoder decoder;
        FieldList list;
        for (const char *section : {"", "00", "0000ff", "00005102ff", "00002f", "0000518100"})
            QCOMPARE(decoder.decode(bytes(unhex(section)), false, list, noLimit, 10), Result::Malformed);
        QCOMPARE(decoder.decode(bytes(unhex("0000d1c1")), false, list, noLimit, 1), Result::Limited);
        // Without the peer's settings nobody can say which entry is meant.
        QCOMPARE(decoder.decode(bytes(unhex("038110")), false, list, noLimit, 10), Result::Unknown);
        QCOMPARE(fieldsOf(list), (Fields{{"?", "?"}}));
        decoder.table().setMaxCapacity(220);
        QCOMPARE(decoder.decode(bytes(unhex("0f0080")), false, list, noLimit, 10), Result::Malformed);
        QCOMPARE(decoder.decode(bytes(unhex("020080")), true, list, noLimit, 10), Result::Unknown);
        decoder.encoderStream(bytes(unhex("ff240161")));   // a static entry that there is not
        QVERIFY(decoder.table().lost());
    }
};

QTEST_GUILESS_MAIN(TestQpackDecoder)
#include "tst_qpack_decoder.moc"
