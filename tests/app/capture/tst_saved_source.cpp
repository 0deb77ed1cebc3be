// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/body_source.h"
#include "app/capture/live_source.h"
#include "tests/app/capture/frames.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace capture;
using frames::data;

class TestSavedSource : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    QString path() const { return m_directory.filePath(QStringLiteral("x.cleartap")); }

    QStringList replay(const wire::Bytes &file)
    {
        frames::save(path(), file);
        const auto source = openSaved(path().toStdString());
        if (!source)
            return {QStringLiteral("not opened %1").arg(int(source.error().kind))};
        return frames::transcript(**source);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void replaysWhatWasSaved()
    {
        const auto file = frames::joined({frames::fileHead(), frames::of(wire::Welcome{}), data(0, 10), data(10, 0)});
        QCOMPARE(replay(file), (QStringList{"t16", "d0+10@144", "d10+0@218", "end"}));
        QCOMPARE(replay(frames::fileHead()), (QStringList{"end"}));
    }

    void readsRunsThatAreLargerThanItsBuffer()
    {
        wire::Bytes file = frames::fileHead();
        QStringList expected;
        for (uint64_t i = 0; i < 500; ++i) {
            const auto frame = data(i, 16'000 + i % 7);
            expected << QStringLiteral("d%1+%2@%3").arg(i).arg(16'000 + i % 7).arg(file.size() + 64);
            file.insert(file.end(), frame.begin(), frame.end());
        }
        QCOMPARE(replay(file), expected << QStringLiteral("end"));
    }

    void givesEverythingBeforeATornTail()
    {
        const auto whole = frames::joined({frames::fileHead(), data(0, 10), data(10, 20)});
        const size_t second = 64 + 74;
        for (size_t length = second + 1; length < whole.size(); ++length) {
            const wire::Bytes torn(whole.begin(), whole.begin() + ptrdiff_t(length));
            QCOMPARE(replay(torn), (QStringList{"d0+10@128", "error 8 at 138"}));
        }
        QCOMPARE(replay({whole.begin(), whole.begin() + second}), (QStringList{"d0+10@128", "end"}));
    }

    void givesEverythingBeforeTheDamage()
    {
        auto file = frames::joined({frames::fileHead(), data(0, 10), data(10, 20), data(30, 5)});
        file[64 + 74 + 4] = std::byte(wire::Type::Hello);
        QCOMPARE(replay(file), (QStringList{"d0+10@128", "error 8 at 138"}));
    }

    void passesOverMessagesOfANewerHelper()
    {
        const auto file = frames::joined({frames::fileHead(), frames::ofANewerHelper(uint16_t(wire::Type::Translation) + 1, 10), data(0, 10), frames::ofANewerHelper(0x4242, 0),
                                          data(10, 5), frames::ofANewerHelper(0, wire::frameMax)});
        QCOMPARE(replay(file), (QStringList{"d0+10@146", "d10+5@228", "end"}));
    }

    void refusesWhatIsNoCapture()
    {
        QCOMPARE(replay({}), (QStringList{"not opened 7"}));
        QCOMPARE(replay(wire::Bytes(1000, std::byte('x'))), (QStringList{"not opened 7"}));
        QCOMPARE(replay(frames::fileHead(3)), (QStringList{"not opened 7"}));
        QCOMPARE(replay(frames::fileHead(0)), (QStringList{"not opened 7"}));
        const auto newer = (frames::save(path(), frames::fileHead(3)), openSaved(path().toStdString()));
        QVERIFY(newer.error().detail.find("newer") != std::string::npos);
        const auto missing = openSaved("/nowhere/x.cleartap");
        QVERIFY(!missing && missing.error().kind == ErrorKind::File && missing.error().errnoValue == ENOENT);
        const auto directory = openSaved("/tmp");
        QVERIFY(!directory && directory.error().kind == ErrorKind::File);
    }

    void readsBodiesAfterTheSourceHasGone()
    {
        frames::save(path(), frames::joined({frames::fileHead(), data(0, 10), data(1, 10)}));
        std::shared_ptr<const base::BodySource> bodies;
        {
            auto source = openSaved(path().toStdString());
            QVERIFY(source);
            bodies = (*source)->bodies();
        }
        const auto text = [&](std::vector<base::Slice> slices, size_t limit) {
            const auto bytes = bodies->read(slices, limit);
            return bytes ? QString::fromLatin1(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size()))
                         : QStringLiteral("error %1").arg(bytes.error());
        };
        QCOMPARE(text({{128, 3, 0}, {202, 2, 0}}, 100), QStringLiteral("aaabb"));
        QCOMPARE(text({{128, 3, 0}, {202, 2, 0}}, 4), QStringLiteral("aaab"));
        QCOMPARE(text({}, 4), QString());
        QCOMPARE(text({{210, 3, 0}}, 100), QStringLiteral("error %1").arg(EIO));
        QCOMPARE(text({{128 | base::Slice::derivedBit, 3, 0}}, 100), QStringLiteral("error %1").arg(EIO));
    }

    void stopsWhenAsked()
    {
        frames::save(path(), frames::joined({frames::fileHead(), data(0, 10)}));
        auto source = openSaved(path().toStdString());
        (*source)->stop();
        QCOMPARE(frames::transcript(**source), (QStringList{"end"}));
    }
};

QTEST_GUILESS_MAIN(TestSavedSource)
#include "tst_saved_source.moc"
