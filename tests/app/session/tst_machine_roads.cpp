// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/machine_roads.h"

#include "app/exchange/store.h"
#include "tests/app/session/script.h"

#include <QTest>

using namespace session;

namespace {

const std::string get = "GET /x HTTP/1.1\r\nHost: a.local\r\n\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

wire::Machine machine(uint32_t session, const std::string &destination, int64_t ahead = 0)
{
    wire::Machine message;
    message.session = session;
    message.destination = destination;
    message.clockOffset = ahead;
    return message;
}

// One conversation, the same on each machine: same flow, same process.
Script conversation()
{
    return Script().process(100, "curl").socket(1, 100).sent(1, get).received(1, ok);
}

exchange::Store read(const Script &script)
{
    MachineRoads roads(std::make_shared<ScriptFile>(script.bytes()), std::make_shared<DerivedFile>(), exchange::bodyMaxUsual);
    exchange::Store store;
    wire::FrameReader reader(script.bytes());
    while (const auto frame = reader.next().value()) {
        roads.take(*frame, uint64_t(frame->body.data() - script.bytes().data()));
        store.apply(roads.drain());
    }
    roads.finish();
    store.apply(roads.drain());
    return store;
}

} // namespace

class TestMachineRoads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void keepsApartWhatHasTheSameIdsOnTwoMachines()
    {
        const exchange::Store store = read(Script(Script::Clock::Later).add(machine(1, "root@one")).frames(conversation().bytes())
                                               .add(machine(2, "two")).frames(conversation().bytes()));
        QCOMPARE(store.size(), 2u);
        QCOMPARE(store.connections().size(), size_t(2));
        QCOMPARE(store.processes()[store.process(0)].machine, std::string("one"));
        QCOMPARE(store.processes()[store.process(1)].machine, std::string("two"));
        QCOMPARE(store.connections()[store.connection(1)].machine, std::string("two"));
        QCOMPARE(store.state(1), exchange::State::Complete);
    }

    void takesUpEachWhereItWasLeft()
    {
        const Script one = Script().process(100, "curl").socket(1, 100).sent(1, get);
        Script answer(Script::Clock::Later);
        wire::Data head;
        head.flow = 1;
        head.time = 9'000'000;
        head.pid = 100;
        head.moved = uint32_t(ok.size());
        head.origin = wire::Origin::Socket;
        answer.cut(head, ok);
        const exchange::Store store = read(Script(Script::Clock::Later).add(machine(1, "one")).frames(one.bytes()).add(machine(2, "two")).frames(one.bytes())
                                               .add(machine(1, "one")).frames(answer.bytes()).add(machine(2, "two")).frames(answer.bytes()));
        QCOMPARE(store.size(), 2u);
        QCOMPARE(store.status(0), 200);
        QCOMPARE(store.status(1), 200);
    }

    void showsTimesByThisMachinesClock()
    {
        constexpr int64_t ahead = 3'000'000'000;
        const exchange::Store store = read(Script(Script::Clock::Later).add(machine(1, "one")).frames(conversation().bytes())
                                               .add(machine(2, "two", ahead)).frames(conversation().bytes()));
        QCOMPARE(store.begin(0) - store.begin(1), ahead);
    }

    void cutsWhatWasInProgressWhenALinkIsLost()
    {
        const Script half = Script().process(100, "curl").socket(1, 100).sent(1, get);
        const exchange::Store store = read(Script(Script::Clock::Later).add(machine(1, "one")).frames(half.bytes())
                                               .add(wire::LinkLost{1'700'000'000'100'000'000, 1, "gone"})
                                               .add(machine(2, "one")).frames(conversation().bytes()));
        QCOMPARE(store.size(), 2u);
        QCOMPARE(store.state(0), exchange::State::Cut);
        QCOMPARE(store.state(1), exchange::State::Complete);
        QCOMPARE(store.losses().size(), size_t(1));
        QCOMPARE(store.losses()[0].cause, std::string("one: the link was lost: all until it was back"));
        QCOMPARE(store.losses()[0].events, uint64_t(1));
    }

    void sumsLossesOverTheSessionsOfAMachine()
    {
        const wire::Losses losses{1, {{wire::LossPlace::Kernel, uint8_t(wire::KernelLoss::RingFull), 2, 200}}};
        Script script(Script::Clock::Later);
        for (uint32_t session = 1; session <= 3; ++session) {
            script.add(machine(session, "one")).frames(Script().bytes()).add(losses);
            if (session < 3)
                script.add(wire::LinkLost{1, session, "gone"});
        }
        const exchange::Store store = read(script);
        uint64_t events = 0, links = 0;
        for (const exchange::Loss &loss : store.losses())
            (loss.bytes ? events : links) += loss.events;
        QCOMPARE(events, uint64_t(6));
        QCOMPARE(links, uint64_t(2));
    }

    void takesThisMachineAloneAsItIs()
    {
        const exchange::Store store = read(conversation());
        QCOMPARE(store.size(), 1u);
        QCOMPARE(store.processes()[store.process(0)].machine, std::string());
        QVERIFY(store.losses().empty());
    }

    // Session 0 is this machine's, whose frames come without a head until there is another machine.
    void takesThisMachineBesideOthers()
    {
        const Script half = Script().process(100, "curl").socket(1, 100).sent(1, get);
        Script answer(Script::Clock::Later);
        wire::Data head;
        head.flow = 1;
        head.time = 9'000'000;
        head.pid = 100;
        head.moved = uint32_t(ok.size());
        head.origin = wire::Origin::Socket;
        answer.cut(head, ok);
        const exchange::Store store = read(Script(Script::Clock::Later).frames(half.bytes()).add(machine(1, "one", 5)).frames(conversation().bytes())
                                               .add(machine(0, "")).frames(answer.bytes()));
        QCOMPARE(store.size(), 2u);
        QCOMPARE(store.processes()[store.process(0)].machine, std::string());
        QCOMPARE(store.processes()[store.process(1)].machine, std::string("one"));
        QCOMPARE(store.status(0), 200);
        QCOMPARE(store.state(0), exchange::State::Complete);
    }

    void takesThisMachineAgainAfterItWasLeftOut()
    {
        const exchange::Store store = read(Script(Script::Clock::Later).frames(conversation().bytes()).add(machine(1, "one")).frames(conversation().bytes())
                                               .add(machine(2, "")).frames(conversation().bytes()));
        QCOMPARE(store.size(), 3u);
        QCOMPARE(store.processes()[store.process(2)].machine, std::string());
    }

    void endsWhatWasInProgressOnAMachineThatStops()
    {
        const Script half = Script().process(100, "curl").socket(1, 100).sent(1, get);
        Script script(Script::Clock::Later);
        script.add(machine(1, "one")).frames(half.bytes()).add(machine(2, "two")).frames(half.bytes()).add(machine(1, "one")).add(wire::Stopped{});
        MachineRoads roads(std::make_shared<ScriptFile>(script.bytes()), std::make_shared<DerivedFile>(), exchange::bodyMaxUsual);
        exchange::Store store;
        wire::FrameReader reader(script.bytes());
        while (const auto frame = reader.next().value())
            roads.take(*frame, uint64_t(frame->body.data() - script.bytes().data()));
        store.apply(roads.drain());
        QCOMPARE(store.size(), 2u);
        for (const exchange::ExchangeId id : {0u, 1u}) {
            const bool ended = store.processes()[store.process(id)].machine == "one";
            QCOMPARE(store.state(id) == exchange::State::InProgress, !ended);
        }
    }

    void survivesALinkThatNobodyKnows()
    {
        const exchange::Store store = read(Script(Script::Clock::Later).add(wire::LinkLost{1, 7, ""}).add(machine(0, "x")).frames(conversation().bytes()));
        QCOMPARE(store.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestMachineRoads)
#include "tst_machine_roads.moc"
