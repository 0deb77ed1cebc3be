// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes are held while they are needed, and no longer.
#include "app/masked/held_bytes.h"

#include <QTest>

#include <string>

using masked::HeldBytes;

namespace {

std::span<const std::byte> bytesOf(const std::string &text) { return std::as_bytes(std::span(text)); }

std::string read(const HeldBytes &held, base::Slice slice, size_t limit = SIZE_MAX)
{
    const auto bytes = held.read(std::span(&slice, 1), limit);
    return bytes ? std::string(reinterpret_cast<const char *>(bytes->data()), bytes->size()) : "error " + std::to_string(bytes.error());
}

constexpr std::pair<uint64_t, uint64_t> all{UINT64_MAX, UINT64_MAX};

} // namespace

class TestHeldBytes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAcrossItsBlocks()
    {
        HeldBytes held;
        std::string whole;
        for (int i = 0; i < 1000; ++i) {
            const std::string piece(size_t(1000 + i), char('a' + i % 26));
            QCOMPARE(held.hold(bytesOf(piece)), uint64_t(whole.size()));
            whole += piece;
        }
        QCOMPARE(read(held, {0, uint32_t(whole.size()), 0}), whole);
        QCOMPARE(read(held, {123'456, 300'000, 0}), whole.substr(123'456, 300'000));
        QCOMPARE(read(held, {5, 100, 0}, 7), whole.substr(5, 7));
        QCOMPARE(read(held, {whole.size() - 1, 2, 0}), "error " + std::to_string(ENODATA));
    }

    void keepsDerivedBytesApart()
    {
        HeldBytes held;
        held.hold(bytesOf("captured"));
        const auto slice = held.append(bytesOf("derived"));
        QVERIFY(slice && slice->derived());
        QCOMPARE(read(held, *slice), std::string("derived"));
        QCOMPARE(read(held, {0, 8, 0}), std::string("captured"));
    }

    void forgetsWhatIsOldAndNotNeeded()
    {
        HeldBytes held;
        const std::string piece(1 << 20, 'x');
        for (int i = 0; i < 100; ++i)
            held.hold(bytesOf(piece));
        const base::Slice needed{5 << 20, 3 << 20, 0};
        held.release(std::span(&needed, 1), {0, 0});
        QCOMPARE(held.size(), uint64_t(100) << 20);
        held.release(std::span(&needed, 1), all);
        QVERIFY(held.size() <= HeldBytes::newestKept + (5u << 20));
        QCOMPARE(read(held, needed).size(), size_t(3 << 20));
        QCOMPARE(read(held, {0, 10, 0}), "error " + std::to_string(ENODATA));
        QCOMPARE(read(held, {99 << 20, 1 << 20, 0}), piece);
        held.release({}, all);
        QCOMPARE(read(held, needed), "error " + std::to_string(ENODATA));
    }

    void neverHoldsMoreThanItsLimit()
    {
        HeldBytes held;
        const std::string piece(8 << 20, 'x');
        const base::Slice needed{0, UINT32_MAX, 0};
        for (int i = 0; i < 80; ++i) {
            held.hold(bytesOf(piece));
            held.release(std::span(&needed, 1), {0, 0});
        }
        QVERIFY(held.size() <= HeldBytes::heldMax + piece.size());
    }
};

QTEST_GUILESS_MAIN(TestHeldBytes)
#include "tst_held_bytes.moc"
