// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include "app/capture/live_source.h"
#include "tests/ui/support.h"

#include <QTest>

#include <cerrno>

using namespace ui;

class TestErrorText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void everyErrorIsASentenceOfItsOwn()
    {
        QSet<QString> seen;
        for (int kind = 0; kind <= int(capture::ErrorKind::Damaged); ++kind) {
            if (capture::ErrorKind(kind) == capture::ErrorKind::Refused)
                continue;
            seen << checked(errorText({.kind = capture::ErrorKind(kind), .detail = {}}));
        }
        for (uint16_t refusal = 1; refusal <= uint16_t(wire::Refusal::Internal); ++refusal)
            seen << checked(errorText({.kind = capture::ErrorKind::Refused, .refusal = refusal, .detail = {}}));
        QCOMPARE(seen.size(), 8 + 11);
    }

    void aRefusalOfALaterVersionIsNamedByItsNumber()
    {
        QVERIFY(errorText({.kind = capture::ErrorKind::Refused, .refusal = 999, .detail = {}}).contains(QLatin1String("999")));
    }

    void aMissingFileIsCalledMissing()
    {
        QCOMPARE(errorText({.kind = capture::ErrorKind::File, .errnoValue = ENOENT, .detail = {}}),
                 QStringLiteral("The file does not exist. Check its name."));
    }

    void damageSaysHowMuchIsWhole()
    {
        QVERIFY(errorText({.kind = capture::ErrorKind::Damaged, .position = 4200, .detail = {}}).contains(QLatin1String("4.2 kB")));
    }

    void theDetailStaysOutOfTheSentence()
    {
        const capture::Error error{.kind = capture::ErrorKind::NoHelper, .errnoValue = ENOENT, .detail = "execve /x"};
        QVERIFY(!errorText(error).contains(QLatin1String("execve")));
        QVERIFY(errorDetail(error).contains(QLatin1String("execve /x")));
    }

    void everyFaultHasWords()
    {
        QVERIFY(faultText(protocols::Fault::None).isEmpty());
        QSet<QString> seen;
        for (int fault = 1; fault <= int(protocols::Fault::BeyondLimit); ++fault)
            seen << faultText(protocols::Fault(fault));
        QCOMPARE(seen.size(), int(protocols::Fault::BeyondLimit));
        QVERIFY(!seen.contains(QString()));
    }

    void anUnreadableRowSaysWhy()
    {
        exchange::Exchange e;
        e.kind = exchange::Kind::NotReadable;
        e.reason = "JSSE, no probe for this runtime";
        QCOMPARE(stateText(e), QStringLiteral("not readable: JSSE, no probe for this runtime"));
    }

private:
    static QString checked(const QString &sentence)
    {
        if (!sentence.endsWith(QLatin1Char('.')) || sentence.size() < 20 || sentence.contains(QLatin1String("no words")))
            QTest::qFail(qPrintable(sentence), __FILE__, __LINE__);
        return sentence;
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_error_text.moc"
