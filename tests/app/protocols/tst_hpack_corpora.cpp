// SPDX-License-Identifier: GPL-3.0-or-later
// Output of real encoders (tests/support/make_hpack_corpora.py): fed from the start, it decodes as nghttp2 decodes it; fed from
// the middle, it gives everything that can be known and nothing else.
#include "app/protocols/http2/hpack_decoder.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <nghttp2/nghttp2.h>

#include <deque>
#include <fstream>

using namespace protocols::http2;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Block {
    std::string bytes;
    std::optional<size_t> table; // the decoder's size from here on
};

std::vector<Block> read(const QString &name)
{
    std::ifstream in((QStringLiteral(TEST_DATA "/hpack/") + name).toStdString());
    std::vector<Block> blocks;
    std::optional<size_t> table;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("table ")) {
            table = std::stoul(line.substr(6));
            continue;
        }
        blocks.push_back({ QByteArray::fromHex(QByteArray::fromStdString(line)).toStdString(), table });
        table.reset();
    }
    return blocks;
}

// Decoded by nghttp2; empty lists from its first error on.
std::vector<Fields> expected(const std::vector<Block> &blocks)
{
    nghttp2_hd_inflater *inflater = nullptr;
    nghttp2_hd_inflate_new(&inflater);
    std::vector<Fields> all;
    for (const Block &block : blocks) {
        if (block.table)
            nghttp2_hd_inflate_change_table_size(inflater, *block.table);
        Fields &fields = all.emplace_back();
        auto *in = reinterpret_cast<const uint8_t *>(block.bytes.data());
        size_t left = block.bytes.size();
        for (int flags = 0; !(flags & NGHTTP2_HD_INFLATE_FINAL);) {
            nghttp2_nv pair;
            const auto used = nghttp2_hd_inflate_hd2(inflater, &pair, &flags, in, left, 1);
            if (used < 0) {
                nghttp2_hd_inflate_del(inflater);
                return {};
            }
            in += used;
            left -= size_t(used);
            if (flags & NGHTTP2_HD_INFLATE_EMIT)
                fields.emplace_back(std::string(reinterpret_cast<char *>(pair.name), pair.namelen),
                                    std::string(reinterpret_cast<char *>(pair.value), pair.valuelen));
        }
        nghttp2_hd_inflate_end_headers(inflater);
    }
    nghttp2_hd_inflate_del(inflater);
    return all;
}

// The texts of a block that a decoder can know by RFC 7541 section 6 alone, having seen everything since it joined.
class Knowledge
{
public:
    struct Known {
        bool name, value;
    };
    std::vector<Known> read(std::string_view block)
    {
        m_rest = block;
        std::vector<Known> fields;
        while (!m_rest.empty()) {
            const auto first = uint8_t(m_rest[0]);
            if ((first & 0xe0) == 0x20) {
                number(5);
                continue;
            }
            const bool inserted = (first & 0xc0) == 0x40;
            const uint64_t index = number(first & 0x80 ? 7 : inserted ? 6 : 4);
            Known known = { true, true };
            if (index > staticTableSize)
                known = index - staticTableSize <= m_inserted.size() ? m_inserted[size_t(index - staticTableSize) - 1] : Known { false, false };
            if (!(first & 0x80)) {
                if (index == 0)
                    skipString();
                skipString();
                known.value = true;
            }
            if (inserted)
                m_inserted.push_front(known);
            fields.push_back(known);
        }
        return fields;
    }

private:
    uint64_t number(unsigned bits)
    {
        const uint64_t mask = (1u << bits) - 1;
        uint64_t value = uint8_t(m_rest[0]) & mask;
        m_rest.remove_prefix(1);
        for (unsigned shift = 0; value >= mask; shift += 7) {
            const auto byte = uint8_t(m_rest[0]);
            m_rest.remove_prefix(1);
            value += uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        return value;
    }
    void skipString() { m_rest.remove_prefix(number(7)); }

    std::string_view m_rest;
    std::deque<Known> m_inserted; // newest first
};

} // namespace

class TestHpackCorpora : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void decodesWhatProgramsEncode_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &name : QDir(TEST_DATA "/hpack").entryList({ "*.hex" }))
            QTest::newRow(qPrintable(name)) << name;
    }

    void decodesWhatProgramsEncode()
    {
        QFETCH(QString, file);
        const std::vector<Block> blocks = read(file);
        const std::vector<Fields> truth = expected(blocks);
        QVERIFY2(!truth.empty(), "nghttp2 refuses it");
        QVERIFY(blocks.size() >= 50);
        FieldList fields;
        for (const size_t from : { size_t(0), size_t(1), size_t(2), size_t(7), blocks.size() / 3, blocks.size() / 2 }) {
            HpackDecoder decoder(from == 0);
            Knowledge knowledge;
            for (size_t i = from; i < blocks.size(); ++i) {
                const auto known = knowledge.read(blocks[i].bytes);
                QVERIFY(decoder.decode(std::as_bytes(std::span(blocks[i].bytes)), fields, 1 << 24, 1 << 20)
                        == HpackDecoder::Result::Complete);
                QCOMPARE(fields.size(), truth[i].size());
                QCOMPARE(fields.size(), known.size());
                for (size_t n = 0; n < fields.size(); ++n) {
                    const TableField field = fields[n];
                    QVERIFY(from != 0 || (field.nameKnown && field.valueKnown));
                    QVERIFY(field.nameKnown || !known[n].name);
                    QVERIFY(field.valueKnown || !known[n].value);
                    QCOMPARE(field.name, field.nameKnown ? std::string_view(truth[i][n].first) : std::string_view());
                    QCOMPARE(field.value, field.valueKnown ? std::string_view(truth[i][n].second) : std::string_view());
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestHpackCorpora)
#include "tst_hpack_corpora.moc"
