// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/admission.h"
#include "privhelper/loader/subordinate_ids.h"

#include <QRegularExpression>
#include <QTest>

#include <vector>

using namespace loader;

namespace {

constexpr int comesIn = -1, hasNoPlace = -2;

int placeOf(uid_t owner, const std::vector<Guest> &present)
{
    const auto place = placeFor(owner, present);
    return !place ? hasNoPlace : !*place ? comesIn : int(**place);
}

// `each` clients of each of `owners` users, the first of whom is `from`.
std::vector<Guest> crowd(size_t owners, size_t each, bool works, uid_t from = 1000)
{
    std::vector<Guest> guests;
    for (size_t i = 0; i < owners * each; ++i)
        guests.push_back({uid_t(from + i / each), works});
    return guests;
}

} // namespace

class TestAdmission : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void replacesTheOldestIdleClientOfAnOwnerWhoHasThemAll()
    {
        QCOMPARE(placeOf(1000, crowd(1, 3, false)), comesIn);
        QCOMPARE(placeOf(1000, crowd(1, 4, false)), 0);
        QCOMPARE(placeOf(1000, {{1000, true}, {2, false}, {1000, true}, {1000, false}, {1000, false}}), 3);
        QCOMPARE(placeOf(1000, crowd(1, 4, true)), hasNoPlace);
        QCOMPARE(placeOf(1001, crowd(1, 4, true)), comesIn);
    }

    void keepsHalfForOwnersWhoHaveNone()
    {
        std::vector<Guest> guests = crowd(8, 4, true);
        QCOMPARE(placeOf(2000, guests), comesIn);
        guests.push_back({2000, false});
        QCOMPARE(placeOf(2000, guests), 32);
        guests.back().works = true;
        QCOMPARE(placeOf(2000, guests), hasNoPlace);
    }

    void displacesAnIdleClientOfWhoHasMost()
    {
        std::vector<Guest> guests = crowd(40, 1, false);
        const std::vector<Guest> flood = crowd(6, 4, false, 5000);
        guests.insert(guests.end(), flood.begin(), flood.end());
        QCOMPARE(guests.size(), clientsMax);
        QCOMPARE(placeOf(9000, guests), 40);
        for (Guest &guest : guests)
            guest.works = guest.owner >= 5000;
        QCOMPARE(placeOf(9000, guests), 0);
        for (Guest &guest : guests)
            guest.works = true;
        QCOMPARE(placeOf(9000, guests), hasNoPlace);
    }

    void alwaysHasAPlaceForRoot()
    {
        std::vector<Guest> guests = crowd(64, 1, true);
        QCOMPARE(placeOf(0, guests), comesIn);
        // Nor does root take one of the others'.
        guests = crowd(20, 1, true, 0);
        for (int i = 0; i < 60; ++i)
            guests.push_back({0, false});
        QCOMPARE(placeOf(3000, guests), comesIn);
    }

    void countsSubordinateIdsForTheirOwner()
    {
        const char *passwd = "root:x:0:0::/:/bin/sh\nann:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n";
        const char *subuid = "# comment\nann:100000:65536\nbob:165536:65536\n1002:300000:10\nroot:400000:10\ncarl:500000:10\nann:600000\nann:x:y\nann:18446744073709551615:9\n";
        const auto owner = [&](uid_t uid) { return ownerOf(uid, subuid, passwd); };
        QCOMPARE(owner(1000), 1000u);
        QCOMPARE(owner(100000), 1000u);
        QCOMPARE(owner(165535), 1000u);
        QCOMPARE(owner(165536), 1001u);
        QCOMPARE(owner(231072), 231072u);
        QCOMPARE(owner(300009), 1002u);
        QCOMPARE(owner(400000), 400000u); // of root's containers
        QCOMPARE(owner(500000), 500000u); // of a user who is not known
        QCOMPARE(owner(600000), 600000u);
        QCOMPARE(ownerOf(100000, "", passwd), 100000u);
        QCOMPARE(ownerOf(0), 0u);
    }
};

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
