// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/wire/names.h"
#include "privhelper/wire/packet_loss.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace wire;

namespace {

// Names of the values from `first` to `last`: all distinct, none of them vague.
template<class Value, class Name> bool allDiffer(Value first, Value last, Name name)
{
    QSet<QString> names;
    for (int value = int(first); value <= int(last); ++value)
        names.insert(QString::fromUtf8(name(Value(value))));
    return names.size() == int(last) - int(first) + 1 && !names.contains(QStringLiteral("unknown"))
        && !names.contains(QStringLiteral("unknown cause")) && !names.contains(QString());
}

} // namespace

class TestNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void nameEachValueByAWordOfItsOwn()
    {
        QVERIFY(allDiffer(TieKind::Nested, TieKind::Secrets, [](TieKind v) { return tieName(v); }));
        QVERIFY(allDiffer(Library::OpenSsl, Library::MbedTls, [](Library v) { return libraryName(v); }));
        QVERIFY(allDiffer(Origin::OpenSsl, Origin::Rustls, [](Origin v) { return libraryName(v); }));
        QVERIFY(allDiffer(HelperRole::Loader, HelperRole::Analyzer, [](HelperRole v) { return helperRoleName(v); }));
        QVERIFY(allDiffer(SiteRole::Read, SiteRole::Alpn, [](SiteRole v) { return siteRoleName(v); }));
        QVERIFY(allDiffer(SiteCost::Nop5, SiteCost::Stepped, [](SiteCost v) { return siteCostName(v); }));
        const auto kernel = [](KernelLoss v) { return lossName({LossPlace::Kernel, uint8_t(v), 1, 1}); };
        const auto relay = [](RelayLoss v) { return lossName({LossPlace::Relay, uint8_t(v), 1, 1}); };
        QVERIFY(allDiffer(KernelLoss::RingFull, KernelLoss::MessagesCut, kernel));
        QVERIFY(allDiffer(PacketLoss::LinkType, PacketLoss::Protocol, [](PacketLoss v) { return lossName({LossPlace::Kernel, uint8_t(packetLossBase + uint8_t(v)), 1, 1}); }));
        QVERIFY(allDiffer(RelayLoss::QueueFull, RelayLoss::BadRecord, relay));
    }

    void nameALibraryTheSameWhereverItIsMet()
    {
        QCOMPARE(libraryName(Origin::GnuTls), libraryName(Library::GnuTls));
        QCOMPARE(libraryName(Origin::Go), libraryName(Library::Go));
    }

    void sayUnknownOfWhatANewerHelperMaySend()
    {
        QCOMPARE(tieName(TieKind(6)), "unknown");
        QCOMPARE(libraryName(Library(10)), "unknown");
        QCOMPARE(libraryName(Origin(10)), "unknown");
        QCOMPARE(siteRoleName(SiteRole(255)), "unknown");
        QCOMPARE(lossName({LossPlace::Kernel, 19, 1, 1}), "unknown cause");
        QCOMPARE(lossName({LossPlace::Kernel, packetLossBase - 1, 1, 1}), "unknown cause");
        QCOMPARE(lossName({LossPlace::Kernel, packetLossBase + packetLossCount, 1, 1}), "unknown cause");
        QCOMPARE(lossName({LossPlace::Relay, 2, 1, 1}), "unknown cause");
    }

    void nameNothingWhereThereIsNothing()
    {
        QCOMPARE(tieName(TieKind::None), "");
        QCOMPARE(libraryName(Library::None), "");
        QCOMPARE(libraryName(Origin::Socket), "");
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
