// SPDX-License-Identifier: GPL-3.0-or-later
// Other people's encoders are the oracle: nghttp2's and python3-hpack's.
#include "app/protocols/http2/hpack_decoder.h"

#include "app/protocols/http2/huffman.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <nghttp2/nghttp2.h>

#include <random>

using namespace protocols::http2;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
struct Block {
    std::string bytes;
    Fields fields;
};

constexpr size_t noLimit = 1 << 24;

std::vector<Block> nghttp2Blocks(unsigned seed)
{
    std::mt19937 random(seed);
    const auto below = [&random](unsigned bound) { return unsigned(random() % bound); };
    nghttp2_hd_deflater *deflater = nullptr;
    nghttp2_hd_deflate_new(&deflater, 4096);
    std::vector<Block> blocks;
    for (int i = 0; i < 500; ++i) {
        if (below(20) == 0)
            nghttp2_hd_deflate_change_table_size(deflater, below(2) ? below(4097) : below(150));
        Block block;
        block.fields = { { ":method", below(2) ? "GET" : "POST" }, { ":path", "/" + std::to_string(below(20)) } };
        for (unsigned n = below(12); n > 0; --n) {
            std::string value;
            for (unsigned length = below(40); length > 0; --length)
                value += below(8) ? char(32 + below(95)) : char(below(256));
            const std::string name = "x-" + std::to_string(below(30));
            block.fields.emplace_back(name, below(2) ? "value-" + std::to_string(below(10)) : value);
        }
        std::vector<nghttp2_nv> pairs;
        for (auto &[name, value] : block.fields)
            pairs.push_back({ reinterpret_cast<uint8_t *>(name.data()), reinterpret_cast<uint8_t *>(value.data()),
                              name.size(), value.size(), uint8_t(below(10) ? NGHTTP2_NV_FLAG_NONE : NGHTTP2_NV_FLAG_NO_INDEX) });
        std::vector<uint8_t> buffer(nghttp2_hd_deflate_bound(deflater, pairs.data(), pairs.size()));
        const auto length = nghttp2_hd_deflate_hd(deflater, buffer.data(), buffer.size(), pairs.data(), pairs.size());
        block.bytes.assign(reinterpret_cast<const char *>(buffer.data()), size_t(std::max<ssize_t>(length, 0)));
        blocks.push_back(std::move(block));
    }
    nghttp2_hd_deflate_del(deflater);
    return blocks;
}

std::vector<Block> pythonBlocks()
{
    QProcess process;
    process.start("/usr/bin/python3", { PROJECT_ROOT "/tests/app/protocols/hpack_blocks.py" });
    process.waitForFinished();
    std::vector<Block> blocks;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const auto words = line.split(' ');
        if (words.size() < 2)
            continue;
        if (words[0] == "block")
            blocks.push_back({ QByteArray::fromHex(words[1]).toStdString(), {} });
        else
            blocks.back().fields.emplace_back(QByteArray::fromHex(words[0]).toStdString(),
                                              QByteArray::fromHex(words[1]).toStdString());
    }
    return blocks;
}

HpackDecoder::Result decode(HpackDecoder &decoder, const std::string &bytes, FieldList &fields)
{
    return decoder.decode(std::as_bytes(std::span(bytes)), fields, noLimit, noLimit);
}

// Empty if every field is as it was encoded, otherwise what is wrong. `unknown` counts the unknown texts, which are
// errors where none are allowed.
std::string differences(const std::vector<Block> &blocks, size_t from, bool mayBeUnknown, size_t &unknown)
{
    HpackDecoder decoder(from == 0);
    FieldList fields;
    for (size_t i = from; i < blocks.size(); ++i) {
        const std::string at = "block " + std::to_string(i) + ": ";
        if (decode(decoder, blocks[i].bytes, fields) != HpackDecoder::Result::Complete)
            return at + "not decoded";
        if (fields.size() != blocks[i].fields.size())
            return at + "another number of fields";
        for (size_t n = 0; n < fields.size(); ++n) {
            const TableField field = fields[n];
            const auto &[name, value] = blocks[i].fields[n];
            if ((field.nameKnown && field.name != name) || (field.valueKnown && field.value != value))
                return at + "a wrong field " + std::string(field.name) + ": " + std::string(field.value);
            if ((!field.nameKnown && !field.name.empty()) || (!field.valueKnown && !field.value.empty()))
                return at + "an unknown text that is something";
            unknown += size_t(!field.nameKnown) + size_t(!field.valueKnown);
        }
    }
    return unknown > 0 && !mayBeUnknown ? "something is unknown" : "";
}

} // namespace

class TestHpackDecoder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void decodesWhatNghttp2Encodes()
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            size_t unknown = 0;
            QCOMPARE(differences(nghttp2Blocks(seed), 0, false, unknown), "");
        }
    }

    void decodesWhatPythonEncodes()
    {
        const auto blocks = pythonBlocks();
        QCOMPARE(blocks.size(), size_t(600));
        size_t unknown = 0;
        QCOMPARE(differences(blocks, 0, false, unknown), "");
    }

    void isNeverWrongWhenFedFromTheMiddle()
    {
        auto encoded = pythonBlocks();
        size_t unknown = 0;
        for (size_t from : { 1, 5, 50, 333 })
            QCOMPARE(differences(encoded, from, true, unknown), "");
        for (unsigned seed = 0; seed < 20; ++seed) {
            const auto blocks = nghttp2Blocks(seed);
            for (size_t from : { 1, 3, 20, 100, 400 })
                QCOMPARE(differences(blocks, from, true, unknown), "");
        }
        QVERIFY(unknown > 100);
    }

    // What was inserted since the start is known whenever it is referenced.
    void knowsAllThatCouldBeKnown()
    {
        const auto blocks = nghttp2Blocks(1);
        HpackDecoder whole(true), late(false);
        FieldList all, some;
        for (size_t i = 0; i < 10; ++i)
            decode(whole, blocks[i].bytes, all);
        const size_t before = whole.table().entries();
        QVERIFY(before > 0);
        bool known = true;
        int compared = 0;
        for (size_t i = 10; i < blocks.size(); ++i) {
            decode(whole, blocks[i].bytes, all);
            decode(late, blocks[i].bytes, some);
            // Once the late table is at least as full as the complete one, nothing is unknown any more.
            const bool full = late.table().entries() >= whole.table().entries();
            for (size_t n = 0; n < all.size() && full && i > 100; ++n, ++compared)
                known = known && some[n].nameKnown && some[n].valueKnown;
        }
        QVERIFY(known);
        QVERIFY(compared > 1000);
    }

    void isNeverWrongAfterLostBlocks()
    {
        std::mt19937 random(7);
        for (unsigned seed = 0; seed < 20; ++seed) {
            const auto blocks = nghttp2Blocks(seed);
            HpackDecoder decoder(true);
            FieldList fields;
            for (const Block &block : blocks) {
                if (random() % 20 == 0) {
                    decoder.table().forget();
                    continue;
                }
                QVERIFY(decode(decoder, block.bytes, fields) == HpackDecoder::Result::Complete);
                QCOMPARE(fields.size(), block.fields.size());
                for (size_t n = 0; n < fields.size(); ++n) {
                    QVERIFY(!fields[n].nameKnown || fields[n].name == block.fields[n].first);
                    QVERIFY(!fields[n].valueKnown || fields[n].value == block.fields[n].second);
                }
            }
        }
    }

    void refusesWhatNghttp2Refuses()
    {
        std::mt19937 random(3);
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string bytes;
            for (size_t n = random() % 12; n > 0; --n)
                bytes += char(random() % 3 ? random() % 256 : 0x80 | (random() % 64));
            nghttp2_hd_inflater *inflater = nullptr;
            nghttp2_hd_inflate_new(&inflater);
            Fields theirs;
            bool good = true;
            auto *in = reinterpret_cast<const uint8_t *>(bytes.data());
            size_t left = bytes.size();
            while (true) {
                nghttp2_nv pair;
                int flags = 0;
                const auto used = nghttp2_hd_inflate_hd2(inflater, &pair, &flags, in, left, 1);
                good = used >= 0;
                if (!good)
                    break;
                in += used;
                left -= size_t(used);
                if (flags & NGHTTP2_HD_INFLATE_EMIT)
                    theirs.emplace_back(std::string(reinterpret_cast<char *>(pair.name), pair.namelen),
                                        std::string(reinterpret_cast<char *>(pair.value), pair.valuelen));
                if (flags & NGHTTP2_HD_INFLATE_FINAL)
                    break;
                if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && left == 0)
                    break;
            }
            nghttp2_hd_inflate_del(inflater);
            HpackDecoder decoder(true);
            FieldList fields;
            const bool ours = decode(decoder, bytes, fields) == HpackDecoder::Result::Complete;
            // A size update in the middle, or beyond the setting, is an error there but not here.
            const bool update = bytes.find_first_of("\x20\x21\x22\x23\x24\x25\x26\x27\x28\x29\x2a\x2b\x2c\x2d\x2e\x2f"
                                                    "\x30\x31\x32\x33\x34\x35\x36\x37\x38\x39\x3a\x3b\x3c\x3d\x3e\x3f")
                != std::string::npos;
            if (update)
                continue;
            QCOMPARE(ours, good);
            refused += !good;
            if (good) {
                QCOMPARE(fields.size(), theirs.size());
                for (size_t n = 0; n < theirs.size(); ++n)
                    QVERIFY(fields[n].name == theirs[n].first && fields[n].value == theirs[n].second);
            }
        }
        QVERIFY(refused > 1000);
    }

    void decodesTheExamplesOfTheHuffmanCode()
    {
        const auto decoded = [](const char *hex) {
            std::string text;
            const QByteArray bytes = QByteArray::fromHex(hex);
            const bool good = decodeHuffman(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))), text);
            return good ? text : "bad";
        };
        QCOMPARE(decoded("f1e3c2e5f23a6ba0ab90f4ff"), "www.example.com"); // RFC 7541, C.4.1
        QCOMPARE(decoded("9d29ad171863c78f0b97c8e9ae82ae43d3"), "https://www.example.com");
        QCOMPARE(decoded(""), "");
        QCOMPARE(decoded("ff"), "bad");        // eight bits of padding
        QCOMPARE(decoded("18"), "bad");        // padding that is not ones
        QCOMPARE(decoded("3fffffff"), "bad");  // EOS
    }

    void limitsWhatAFieldListHolds()
    {
        HpackDecoder decoder(true);
        FieldList fields;
        const std::string insert = std::string("\x40\x01x\x7f\xe1\x06", 6) + std::string(992, 'v');
        QVERIFY(decode(decoder, insert, fields) == HpackDecoder::Result::Complete);
        const std::string bomb(100'000, char(0xbe));
        const auto result = decoder.decode(std::as_bytes(std::span(bomb)), fields, 10'000, 1000);
        QVERIFY(result == HpackDecoder::Result::Limited);
        QCOMPARE(fields.size(), size_t(10));
        QVERIFY(decode(decoder, std::string(1, char(0xbe)), fields) == HpackDecoder::Result::Complete);
    }
};

QTEST_GUILESS_MAIN(TestHpackDecoder)
#include "tst_hpack_decoder.moc"
