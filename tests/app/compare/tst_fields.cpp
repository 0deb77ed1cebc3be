// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/fields.h"

#include "tests/app/compare/transcript.h"

#include <QTest>

using compare::Field;
using support::transcript;

class FieldsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comparesByNameWhateverTheOrderAndCase()
    {
        const std::vector<Field> left { { "Accept", "*/*" }, { "X-Id", "1" }, { "Gone", "x" } }, right { { "x-id", "2" }, { "accept", "*/*" }, { "New", "y" } };
        QCOMPARE(transcript(compare::compareFields(left, right, true)), QStringLiteral("= Accept: */*\n~ X-Id: 1 -> 2\n- Gone: x\n+ New: y"));
    }

    void namesOfAQueryKeepTheirCase()
    {
        const std::vector<Field> left { { "a", "1" } }, right { { "A", "1" } };
        QCOMPARE(transcript(compare::compareFields(left, right, false)), QStringLiteral("- a: 1\n+ A: 1"));
    }

    void valuesOfOneNameAreComparedInTheirOrder()
    {
        const std::vector<Field> left { { "Set-Cookie", "a" }, { "Set-Cookie", "b" } }, right { { "set-cookie", "a" }, { "set-cookie", "c" }, { "set-cookie", "d" } };
        QCOMPARE(transcript(compare::compareFields(left, right, true)), QStringLiteral("= Set-Cookie: a\n~ Set-Cookie: b -> c\n+ set-cookie: d"));
    }

    void aHundredThousandFieldsAreCutOff()
    {
        const std::vector<Field> many(100'000, { "X", "1" });
        const compare::Differences differences = compare::compareFields(many, many, true);
        QVERIFY(!differences.whole);
        QCOMPARE(differences.rows.size(), compare::rowsMax / 2);
    }
};

QTEST_APPLESS_MAIN(FieldsTest)
#include "tst_fields.moc"
