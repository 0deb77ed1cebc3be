// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/own_links.h"

#include "tests/app/capture/frames.h"

#include <QTest>

using namespace capture;

namespace {

wire::Bytes processOf(uint32_t pid, uint32_t ppid)
{
    wire::Process message;
    message.pid = pid;
    message.ppid = ppid;
    return frames::of(message);
}

wire::Bytes socketOf(uint32_t pid, uint64_t flow)
{
    wire::Socket message;
    message.pid = pid;
    message.flow = flow;
    message.family = 2;
    message.protocol = 6;
    message.state = wire::TcpState::Established;
    return frames::of(message);
}

wire::Bytes dataOf(uint32_t pid, uint64_t flow)
{
    wire::Data head;
    head.pid = pid;
    head.flow = flow;
    wire::Bytes out;
    encode(head, {}, out);
    return out;
}

wire::Bytes endOf(uint64_t flow)
{
    wire::State message;
    message.flow = flow;
    message.oldState = message.newState = wire::TcpState::Close;
    return frames::of(message);
}

wire::Bytes exitOf(uint32_t pid) { return frames::of(wire::ProcessExit{1, pid, 0}); }

// A letter for each frame: x for those of the links.
QString told(OwnLinks &links, std::initializer_list<wire::Bytes> all)
{
    QString text;
    for (const wire::Bytes &bytes : all) {
        wire::FrameReader reader(bytes);
        const auto frame = reader.next().value();
        text += links.own(*frame) ? QLatin1Char('x') : QLatin1Char('.');
    }
    return text;
}

} // namespace

class TestOwnLinks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsAProcessItsSocketsAndTheirEnds()
    {
        OwnLinks links;
        QVERIFY(!links.areAny());
        links.add(7);
        QVERIFY(links.areAny());
        QCOMPARE(told(links, {processOf(7, 1), socketOf(7, 70), dataOf(7, 70), endOf(70)}), QStringLiteral("xxxx"));
        QCOMPARE(told(links, {processOf(8, 1), socketOf(8, 80), dataOf(8, 80), endOf(80)}), QStringLiteral("...."));
        QCOMPARE(told(links, {frames::of(wire::Losses{}), frames::of(wire::Started{})}), QStringLiteral(".."));
    }
    void knowsWhatItStarts()
    {
        OwnLinks links;
        links.add(7);
        QCOMPARE(told(links, {processOf(9, 7), socketOf(9, 90), dataOf(9, 0), processOf(10, 9)}), QStringLiteral("xxxx"));
    }
    void forgetsANumberThatMayBeAnothers()
    {
        OwnLinks links;
        links.add(7);
        QCOMPARE(told(links, {exitOf(8), exitOf(7), processOf(7, 1), dataOf(7, 1)}), QStringLiteral(".x.."));
    }
};

QTEST_GUILESS_MAIN(TestOwnLinks)
#include "tst_own_links.moc"
