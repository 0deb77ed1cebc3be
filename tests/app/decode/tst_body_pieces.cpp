// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/body_pieces.h"

#include "tests/support/deflated.h"
#include "tests/support/memory_bodies.h"

#include <QtTest>

using namespace decode;

class TestBodyPieces : public QObject
{
    Q_OBJECT

    support::MemoryBodies m_bodies;
    struct Read {
        std::string text;
        size_t pieces = 0;
        int readError = 0;
        std::optional<CodingError> codingError;
    };
    Read read(const std::vector<base::Slice> &slices, std::string_view coding)
    {
        BodyPieces pieces(m_bodies, slices, coding);
        Read result;
        for (std::vector<std::byte> piece; pieces.next(piece); ++result.pieces)
            result.text.append(reinterpret_cast<const char *>(piece.data()), piece.size());
        pieces.finish();
        result.readError = pieces.readError();
        result.codingError = pieces.codingError();
        return result;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesALargeBodyInStepsWithItsCodingsOff()
    {
        std::string text;
        for (uint64_t i = 0; text.size() < 3'000'000; ++i)
            text += std::to_string(i * 7919 % 100'003);
        const Read plain = read({ m_bodies.add(text.substr(0, 10)), m_bodies.add(text.substr(10)) }, "");
        QVERIFY(plain.text == text);
        QCOMPARE(plain.pieces, size_t(3));
        const Read packed = read({ m_bodies.add(support::gzip(text)) }, "gzip");
        QVERIFY(packed.text == text);
        QVERIFY(!packed.codingError);
    }

    void leavesABodyOfAnUnknownCodingWhole()
    {
        const std::string text(3'000'000, 'x');
        const Read odd = read({ m_bodies.add(text) }, "rot13");
        QVERIFY(odd.text == text);
        QCOMPARE(odd.codingError, std::optional(CodingError::Unknown));
    }

    void saysWhatIsDamagedOrNotWholeAndGivesWhatCameBefore()
    {
        const std::string packed = support::gzip("whole");
        QCOMPARE(read({ m_bodies.add(packed.substr(0, packed.size() - 4)) }, "gzip").codingError, std::optional(CodingError::Truncated));
        const std::string many(100'000, 'x'), manyPacked = support::gzip(many);
        const Read damaged = read({ m_bodies.add(manyPacked.substr(0, manyPacked.size() / 2) + std::string(50, '\xff')) }, "gzip");
        QVERIFY(many.starts_with(damaged.text));
        QVERIFY(damaged.codingError.has_value());
        const Read missing = read({ m_bodies.add("here"), { 1'000'000'000, 4, 0 } }, "");
        QCOMPARE(missing.readError, EIO);
    }
};

QTEST_APPLESS_MAIN(TestBodyPieces)
#include "tst_body_pieces.moc"
