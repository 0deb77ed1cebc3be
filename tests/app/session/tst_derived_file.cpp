// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/derived_file.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace session;

namespace {
// A capture file in memory.
class Text final : public base::BodySource
{
public:
    explicit Text(std::string text)
        : m_text(std::move(text))
    {
    }
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        std::vector<std::byte> bytes;
        for (const base::Slice &slice : slices)
            for (uint32_t i = 0; i < slice.length && bytes.size() < limit; ++i)
                bytes.push_back(std::byte(m_text.at(slice.position + i)));
        return bytes;
    }

private:
    std::string m_text;
};
std::string text(const std::vector<std::byte> &bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}
}

class TestDerivedFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsSlicesOfBothFilesInTheirOrder()
    {
        auto derived = std::make_shared<DerivedFile>();
        const std::string one = "first ", two = "second ";
        const base::Slice a = derived->append(std::as_bytes(std::span(one))).value();
        const base::Slice b = derived->append(std::as_bytes(std::span(two))).value();
        QVERIFY(a.derived() && b.derived());
        const auto bodies = joinedBodies(std::make_shared<Text>("0123456789"), derived);
        const std::vector<base::Slice> slices = {b, {2, 3, 0}, {7, 1, 0}, a};
        QCOMPARE(text(bodies->read(slices, 1000).value()), "second 2347first ");
        QCOMPARE(text(bodies->read(slices, 9).value()), "second 23");
    }

    void tellsOfASliceBeyondTheEnd()
    {
        auto derived = std::make_shared<DerivedFile>();
        const std::string one = "x";
        QVERIFY(derived->append(std::as_bytes(std::span(one))));
        const auto bodies = joinedBodies(nullptr, derived);
        const std::vector<base::Slice> beyond = {{base::Slice::derivedBit | 100, 5, 0}};
        QCOMPARE(bodies->read(beyond, 10).error(), EIO);
        const std::vector<base::Slice> captured = {{0, 5, 0}};
        QCOMPARE(bodies->read(captured, 10).error(), EIO);
    }
};

QTEST_GUILESS_MAIN(TestDerivedFile)
#include "tst_derived_file.moc"
