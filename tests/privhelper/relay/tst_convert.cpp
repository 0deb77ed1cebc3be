// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/convert.h"
#include "privhelper/wire/reader.h"
#include "tests/privhelper/relay/fake_ring.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/socket.h>

using namespace relay;

namespace {

// The converter's output for one record: its frame, or nothing.
struct Converted {
    std::vector<std::byte> bytes;
    wire::Frame frame{};
    uint64_t bad = 0;

    explicit Converted(std::span<const std::byte> record)
    {
        SendQueue queue(1 << 20);
        Converter converter(queue);
        converter.take(record);
        bad = converter.badRecords();
        bytes.resize(queue.bytes());
        int fds[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0 || queue.flush(fds[0]) != SendResult::Sent)
            qFatal("no socket");
        if (recv(fds[1], bytes.data(), bytes.size(), MSG_DONTWAIT) != ssize_t(bytes.size()) && !bytes.empty())
            qFatal("short");
        close(fds[0]);
        close(fds[1]);
        wire::FrameReader reader(bytes);
        if (const auto next = reader.next(); next && *next)
            frame = **next;
    }
    template<class T> T as() const
    {
        const auto message = wire::decode<T>(frame.body);
        return message ? *message : T{};
    }
};

// Everything in the queue, however little the socket accepts at a time.
std::vector<std::byte> flushed(SendQueue &queue)
{
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
        qFatal("no socket");
    std::vector<std::byte> all;
    std::vector<std::byte> some(1 << 16);
    while (queue.flush(fds[0]) == SendResult::Blocked || !queue.empty()) {
        if (const ssize_t got = recv(fds[1], some.data(), some.size(), MSG_DONTWAIT); got > 0)
            all.insert(all.end(), some.begin(), some.begin() + got);
    }
    for (ssize_t got = 1; got > 0;) {
        got = recv(fds[1], some.data(), some.size(), MSG_DONTWAIT);
        all.insert(all.end(), some.begin(), some.begin() + std::max<ssize_t>(got, 0));
    }
    close(fds[0]);
    close(fds[1]);
    return all;
}

constexpr flow_tcp_figures figures{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

flow_header header(flow_kind kind)
{
    return {100, 200, 42, 43, kind, 0};
}

} // namespace

class TestConvert : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void movesPayloadUnchanged()
    {
        flow_data r{};
        r.h = header(FLOW_KIND_DATA);
        r.tls_id = 7, r.offset = 8, r.moved = 20, r.call_offset = 9, r.captured = 5;
        r.direction = FLOW_SENT, r.origin = FLOW_ORIGIN_OPENSSL, r.flags = FLOW_DATA_CUT;
        // The kernel reserves by size class: bytes after the payload are not part of it.
        const Converted got(recordOf(r, "helloXXXXXXXXXXX"));
        const auto view = wire::decodeData(got.frame.body);
        QVERIFY(view);
        QCOMPARE(std::string(reinterpret_cast<const char *>(view->payload.data()), view->payload.size()), std::string("hello"));
        const wire::Data &d = view->head;
        QVERIFY(d.time == 100 && d.flow == 200 && d.pid == 42 && d.tid == 43 && d.tls == 7 && d.offset == 8);
        QVERIFY(d.moved == 20 && d.callOffset == 9 && d.captured == 5 && d.direction == 1 && d.origin == wire::Origin::OpenSsl && d.flags == uint8_t(wire::DataFlag::Cut));
    }

    void cutsALongRecordIntoFramesThatFollowEachOther()
    {
        const std::string payload = [] {
            std::string text(FLOW_CHUNK_LONG - 3, ' ');
            for (size_t i = 0; i < text.size(); ++i)
                text[i] = char('a' + i % 23);
            return text;
        }();
        flow_data r{};
        r.h = header(FLOW_KIND_DATA);
        r.offset = 100, r.call_offset = 5, r.captured = uint32_t(payload.size()), r.moved = r.captured + 5;
        const std::vector<std::byte> record = recordOf(r, payload);
        relay::SendQueue queue(size_t(4) << 20);
        relay::Converter converter(queue);
        converter.take(record);
        QCOMPARE(converter.badRecords(), uint64_t(0));
        const std::vector<std::byte> sent = flushed(queue);
        wire::FrameReader reader{std::span<const std::byte>(sent)};
        std::string whole;
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            const auto view = wire::decodeData((*frame)->body);
            QVERIFY(view);
            QCOMPARE(view->head.offset, 100 + whole.size());
            QCOMPARE(view->head.callOffset, 5 + whole.size());
            QCOMPARE(view->head.moved, r.moved);
            whole.append(reinterpret_cast<const char *>(view->payload.data()), view->payload.size());
        }
        QCOMPARE(whole.size(), payload.size());
        QVERIFY(whole == payload);
    }

    // A call may move many (UDP_SEGMENT, UDP_GRO); the kernel's records of it end anywhere.
    void tellsEachDatagramOfACallByItself()
    {
        std::string payload(2500, ' ');
        for (size_t i = 0; i < payload.size(); ++i)
            payload[i] = char('a' + i % 23);
        relay::SendQueue queue(1 << 20);
        relay::Converter converter(queue);
        for (const auto &[from, to] : {std::pair<size_t, size_t>{0, 1700}, {1700, 2500}}) {
            flow_data r{};
            r.h = header(FLOW_KIND_DATA);
            r.h.datagram = 1200;
            r.offset = 100 + from, r.call_offset = uint32_t(from), r.captured = uint32_t(to - from), r.moved = 2500;
            converter.take(recordOf(r, payload.substr(from, to - from)));
        }
        QCOMPARE(converter.badRecords(), uint64_t(0));
        const std::vector<std::byte> sent = flushed(queue);
        wire::FrameReader reader{std::span<const std::byte>(sent)};
        std::vector<std::array<uint64_t, 4>> pieces;
        std::string whole;
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            const auto view = wire::decodeData((*frame)->body);
            QVERIFY(view);
            pieces.push_back({view->head.offset, view->head.moved, view->head.callOffset, view->payload.size()});
            whole.append(reinterpret_cast<const char *>(view->payload.data()), view->payload.size());
        }
        const std::vector<std::array<uint64_t, 4>> wanted{{100, 1200, 0, 1200}, {1300, 1200, 0, 500}, {1800, 1200, 500, 700}, {2500, 100, 0, 100}};
        QVERIFY(pieces == wanted);
        QVERIFY(whole == payload);
    }

    void countsDataThatContradictsItself()
    {
        flow_data good{};
        good.h = header(FLOW_KIND_DATA);
        good.moved = good.captured = 5;
        QCOMPARE(Converted(recordOf(good, "hello")).bad, uint64_t(0));
        const auto isBad = [&](auto change) {
            flow_data r = good;
            change(r);
            const Converted got(recordOf(r, "hello"));
            return got.bad == 1 && got.bytes.empty();
        };
        QVERIFY(isBad([](flow_data &r) { r.captured = r.moved = 6; }));
        QVERIFY(isBad([](flow_data &r) { r.captured = r.moved = FLOW_CHUNK_LONG + 1; }));
        QVERIFY(isBad([](flow_data &r) { r.captured = 0xffffffff; }));
        QVERIFY(isBad([](flow_data &r) { r.direction = 2; }));
        QVERIFY(isBad([](flow_data &r) { r.call_offset = 1; }));
        QVERIFY(isBad([](flow_data &r) { r.offset = ~0ull; }));
        QVERIFY(isBad([](flow_data &r) { r.h.kind = 0; }));
        QVERIFY(isBad([](flow_data &r) { r.h.kind = 9; }));
    }

    void countsEveryRecordThatIsTooShort()
    {
        const std::pair<int, size_t> sizes[] = {
            {FLOW_KIND_DATA, sizeof(flow_data)},       {FLOW_KIND_SOCKET, sizeof(flow_socket)},
            {FLOW_KIND_STATE, sizeof(flow_state)},     {FLOW_KIND_PROCESS, sizeof(flow_process)},
            {FLOW_KIND_EXIT, sizeof(flow_exit)},       {FLOW_KIND_TIE, sizeof(flow_tie)},
            {FLOW_KIND_TLS_END, sizeof(flow_tls_end)}, {FLOW_KIND_TCP, sizeof(flow_tcp)},
            {FLOW_KIND_UPPER_LAYER, sizeof(flow_upper_layer)}, {FLOW_KIND_UNREAD, sizeof(flow_unread)},
            {FLOW_KIND_TLS_LIBRARY, sizeof(flow_tls_library)}, {FLOW_KIND_OTHER_END, sizeof(flow_other_end)},
        };
        for (auto [kind, size] : sizes) {
            std::vector<std::byte> record = recordOf(header(flow_kind(kind)));
            record.resize(size);
            QVERIFY(!Converted(record).bytes.empty());
            for (size_t length = 0; length < size; ++length) {
                const Converted got({record.data(), length});
                QCOMPARE(got.bad, uint64_t(1));
                QVERIFY(got.bytes.empty());
            }
        }
    }

    void keepsEveryFieldOfASocket()
    {
        flow_socket r{};
        r.h = header(FLOW_KIND_SOCKET);
        r.local[0] = 127, r.remote[15] = 1, r.local_port = 80, r.remote_port = 90, r.family = 10, r.protocol = 6;
        r.role = FLOW_ROLE_SERVER, r.state = 3, r.netns = 4, r.uid = 5, r.cgroup_id = 6, r.from_start = 1;
        const auto m = Converted(recordOf(r)).as<wire::Socket>();
        QVERIFY(m.time == 100 && m.flow == 200 && m.pid == 42 && m.tid == 43);
        QVERIFY(m.local[0] == 127 && m.remote[15] == 1 && m.localPort == 80 && m.remotePort == 90 && m.family == 10);
        QVERIFY(m.protocol == 6 && m.role == wire::Role::Server && m.state == wire::TcpState::SynReceived && m.netns == 4 && m.uid == 5 && m.cgroupId == 6 && m.fromStart == 1);
        r.role = 3;
        QCOMPARE(Converted(recordOf(r)).bad, uint64_t(1));
    }

    void keepsEveryFieldOfAState()
    {
        flow_state r{};
        r.h = header(FLOW_KIND_STATE);
        r.old_state = 1, r.new_state = 7, r.error = 104, r.sent = 3, r.received = 4, r.tcp = figures;
        const auto m = Converted(recordOf(r)).as<wire::State>();
        QVERIFY(m.oldState == wire::TcpState::Established && m.newState == wire::TcpState::Close && m.error == 104 && m.sent == 3 && m.received == 4);
        QVERIFY(m.tcp.srttUs == 1 && m.tcp.reordering == 8 && m.tcp.deliveryRate == 9 && m.tcp.sendWindow == 15);
        flow_tcp sample{header(FLOW_KIND_TCP), figures, 16, 17, 0};
        const auto reading = Converted(recordOf(sample)).as<wire::TcpReading>();
        QVERIFY(reading.tcp.segmentsOut == 12 && reading.windowLimitedUs == 16 && reading.outOfOrder == 17);
    }

    void keepsTheNameOfAnUpperLayer()
    {
        flow_upper_layer r{header(FLOW_KIND_UPPER_LAYER), "tls"};
        const auto m = Converted(recordOf(r)).as<wire::UpperLayer>();
        QVERIFY(m.time == 100 && m.flow == 200);
        QCOMPARE(m.name, "tls");
    }

    void keepsWhatIdentifiesTheOtherEnd()
    {
        const auto m = Converted(recordOf(flow_other_end{header(FLOW_KIND_OTHER_END), 7, 8, 9})).as<wire::OtherEnd>();
        QVERIFY(m.time == 100 && m.flow == 200 && m.peer == 7 && m.sentSequence == 8 && m.receivedSequence == 9);
    }

    void keepsADropAndRefusesOneThatContradictsItself()
    {
        flow_drop r{header(FLOW_KIND_DROP), 12, 3, 4026531840, 1, 1, FLOW_FIREWALL_NFTABLES, 2, 10, {}, "fw", "incoming"};
        const auto m = Converted(recordOf(r)).as<wire::Drop>();
        QVERIFY(m.time == 100 && m.flow == 200 && m.reason == 12 && m.count == 3 && m.netns == 4026531840 && m.sent == 1);
        QVERIFY(m.hook == wire::Hook::Input && m.firewall == wire::Firewall::NfTables && m.candidates == 2 && m.tableFamily == 10);
        QCOMPARE(m.table, "fw");
        QCOMPARE(m.chain, "incoming");
        r.engine = 9;
        QVERIFY(Converted(recordOf(r)).bad);
    }

    void saysWhoseSentBytesWereReceived()
    {
        const flow_same r{header(FLOW_KIND_SAME), 7, 8, 9, FLOW_DATA_CIPHERTEXT | FLOW_DATA_IN_FULL, {}};
        const auto m = Converted(recordOf(r)).as<wire::SameBytes>();
        QVERIFY(m.time == 100 && m.flow == 200 && m.tls == 0 && m.other == 7 && m.offset == 8 && m.otherOffset == 8 && m.origin == wire::Origin::Socket && m.pid == r.h.pid && m.tid == r.h.tid && m.moved == 9);
        QCOMPARE(m.flags, uint8_t(uint8_t(wire::DataFlag::Ciphertext) | uint8_t(wire::DataFlag::InFull)));
        for (const auto change : {+[](flow_same &s) { s.moved = FLOW_SAME_MAX + 1; }, +[](flow_same &s) { s.offset = wire::streamMax + 1; }}) {
            flow_same bad = r;
            change(bad);
            QCOMPARE(Converted(recordOf(bad)).bad, uint64_t(1));
        }
    }

    void keepsAPacketAndRefusesOneThatContradictsItself()
    {
        flow_packet r{};
        r.h = header(FLOW_KIND_PACKET);
        r.cookie = 7, r.ifindex = 8, r.length = 1000, r.captured = 3, r.vlan_protocol = 0x8100, r.vlan_tag = 9, r.direction = 1, r.end = FLOW_PACKET_RECEIVER;
        const Converted converted(recordOf(r, "abc"));
        const auto view = wire::decodePacket(converted.frame.body);
        QVERIFY(view.has_value());
        const wire::Packet &m = view->head;
        QVERIFY(m.time == 100 && m.flow == 200 && m.cookie == 7 && m.pid == r.h.pid && m.interface == 8 && m.length == 1000 && m.captured == 3);
        QVERIFY(m.vlanProtocol == 0x8100 && m.vlanTag == 9 && m.direction == 1 && m.end == wire::PacketEnd::Receiver);
        QCOMPARE(std::string(reinterpret_cast<const char *>(view->bytes.data()), view->bytes.size()), std::string("abc"));

        const auto bad = [](flow_packet record, void (*change)(flow_packet &)) {
            change(record);
            return Converted(recordOf(record, "abc")).bad;
        };
        QCOMPARE(bad(r, [](flow_packet &p) { p.captured = 4; }), 1u);   // more than the record holds
        QCOMPARE(bad(r, [](flow_packet &p) { p.length = 2; }), 1u);
        QCOMPARE(bad(r, [](flow_packet &p) { p.direction = 2; }), 1u);
        QCOMPARE(bad(r, [](flow_packet &p) { p.end = 3; }), 1u);
    }

    void keepsUnreadBytesAndTheLibraryOfAnObject()
    {
        const auto unread = Converted(recordOf(flow_unread{header(FLOW_KIND_UNREAD), 9})).as<wire::Unread>();
        QVERIFY(unread.time == 100 && unread.flow == 200 && unread.bytes == 9);
        const auto used = Converted(recordOf(flow_tls_library{header(FLOW_KIND_TLS_LIBRARY), 7, 8, FLOW_ORIGIN_GNUTLS, {}})).as<wire::TlsLibrary>();
        QVERIFY(used.time == 100 && used.tls == 7 && used.library == 8 && used.origin == wire::Origin::GnuTls);
    }

    void keepsASecret()
    {
        flow_secret r{};
        r.h = header(FLOW_KIND_SECRET);
        r.tls_id = 7, r.origin = FLOW_ORIGIN_OPENSSL, r.length = 48, r.random_known = 1;
        std::memcpy(r.label, "CLIENT_RANDOM", 13);
        r.random[31] = 8, r.secret[47] = 9;
        const auto m = Converted(recordOf(r)).as<wire::Secret>();
        QVERIFY(m.time == 100 && m.tls == 7 && m.pid == r.h.pid && m.origin == wire::Origin::OpenSsl);
        QVERIFY(m.length == 48 && m.randomKnown == 1 && m.random[31] == 8 && m.bytes[47] == 9);
        QCOMPARE(m.label, "CLIENT_RANDOM");
        for (const auto length : {uint8_t(0), uint8_t(FLOW_SECRET_MAX + 1)}) {
            r.length = length;
            QCOMPARE(Converted(recordOf(r)).bad, uint64_t(1));
        }
    }

    void takesThePathFromWhereItBegins()
    {
        flow_process r{};
        r.h = header(FLOW_KIND_PROCESS);
        const std::string_view path = "/usr/bin/curl";
        r.path_begin = uint16_t(sizeof r.path - 1 - path.size());
        std::memcpy(r.path + r.path_begin, path.data(), path.size());
        QCOMPARE(Converted(recordOf(r)).as<wire::Process>().exe, std::string(path));
        r.path_begin = sizeof r.path;
        QCOMPARE(Converted(recordOf(r)).as<wire::Process>().exe, std::string());
        r.path_begin = sizeof r.path + 1;
        QCOMPARE(Converted(recordOf(r)).bad, uint64_t(1));
    }

    void keepsTheArgumentsOfAProcess()
    {
        flow_process r{};
        r.h = header(FLOW_KIND_PROCESS);
        r.start_ns = 1, r.cgroup_id = 2, r.ppid = 3, r.uid = 4, r.gid = 5, r.executed = 1, r.args_cut = 1;
        const std::string_view args("curl\0-s", 7);
        r.args_len = uint32_t(args.size());
        memset(r.comm, 'c', sizeof r.comm); // no NUL: the kernel's field may be full
        strcpy(r.path, "/usr/bin/curl");
        const auto m = Converted(recordOf(r, args)).as<wire::Process>();
        QVERIFY(m.startNs == 1 && m.cgroupId == 2 && m.ppid == 3 && m.uid == 4 && m.gid == 5 && m.executed == 1 && m.argsCut == 1);
        QCOMPARE(m.comm, std::string(16, 'c'));
        QCOMPARE(m.exe, std::string("/usr/bin/curl"));
        QCOMPARE(m.args, std::string(args));
        r.args_len = 8;
        QCOMPARE(Converted(recordOf(r, args)).bad, uint64_t(1));
        r.args_len = 0xffffffff;
        QCOMPARE(Converted(recordOf(r, args)).bad, uint64_t(1));
    }

    void keepsTheEndsAndTies()
    {
        flow_exit exit{header(FLOW_KIND_EXIT), 256, 0};
        QCOMPARE(Converted(recordOf(exit)).as<wire::ProcessExit>().exitCode, 256u);
        flow_tie tie{header(FLOW_KIND_TIE), 9, FLOW_TIE_FD, FLOW_ORIGIN_GNUTLS, {}};
        const auto t = Converted(recordOf(tie)).as<wire::Tie>();
        QVERIFY(t.flow == 200 && t.tls == 9 && t.kind == wire::TieKind::Descriptor && t.origin == wire::Origin::GnuTls);
        flow_tls_end end{header(FLOW_KIND_TLS_END), 9, 10, 11};
        const auto e = Converted(recordOf(end)).as<wire::TlsEnd>();
        QVERIFY(e.tls == 9 && e.sent == 10 && e.received == 11);
    }

    void keepsWhatAHandshakeSettled()
    {
        flow_tls_facts facts{};
        facts.h = header(FLOW_KIND_TLS_FACTS);
        facts.tls_id = 9;
        facts.facts = FLOW_TLS_FINISHED | FLOW_TLS_ALPN;
        facts.alpn_length = 2;
        std::memcpy(facts.alpn, "h2", 2);
        const auto f = Converted(recordOf(facts)).as<wire::TlsFacts>();
        QVERIFY(f.flow == 200 && f.tls == 9 && f.finished == 1 && f.alpnKnown == 1);
        QCOMPARE(f.alpn, "h2");
        facts.alpn_length = FLOW_ALPN_MAX + 1;
        QCOMPARE(Converted(recordOf(facts)).bad, uint64_t(1));
    }
};

QTEST_GUILESS_MAIN(TestConvert)
#include "tst_convert.moc"
