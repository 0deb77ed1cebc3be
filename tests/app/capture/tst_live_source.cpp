// SPDX-License-Identifier: GPL-3.0-or-later
// The live source against peers that send what the test wants, including broken ones. With the
// real helper it is tested in tests/privhelper/loader and end to end.
#include "app/capture/live_source.h"
#include "tests/app/capture/frames.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace capture;

namespace {

// A listening peer that runs `talk` with its one client on a thread.
class Peer
{
public:
    Peer(const std::string &path, std::function<void(int)> talk)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        unlink(path.c_str());
        m_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(m_fd, 1) != 0)
            qFatal("no socket");
        m_thread = std::thread([this, talk = std::move(talk)] {
            const int client = accept(m_fd, nullptr, nullptr);
            talk(client);
            close(client);
        });
    }
    ~Peer()
    {
        m_thread.join();
        close(m_fd);
    }

private:
    int m_fd = -1;
    std::thread m_thread;
};

void say(int client, const wire::Bytes &bytes)
{
    (void)!send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

// Waits for a request of this type; skips everything before it.
void await(int client, wire::Type type)
{
    static thread_local wire::Bytes buffer;
    for (;;) {
        wire::FrameReader reader(buffer, wire::Sender::Client);
        const auto frame = reader.next();
        if (frame && *frame) {
            const bool found = (*frame)->type == type;
            buffer.erase(buffer.begin(), buffer.begin() + ptrdiff_t(reader.position()));
            if (found)
                return;
            continue;
        }
        std::byte piece[1024];
        const ssize_t count = recv(client, piece, sizeof piece, 0);
        if (count <= 0)
            return buffer.clear();
        buffer.insert(buffer.end(), piece, piece + count);
    }
}

void greet(int client)
{
    await(client, wire::Type::Hello);
    say(client, frames::of(wire::Welcome{}));
    await(client, wire::Type::Start);
}

} // namespace

class TestLiveSource : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    LiveOptions options() const
    {
        LiveOptions options;
        options.socketPath = m_directory.filePath(QStringLiteral("s")).toStdString();
        options.savePath = m_directory.filePath(QStringLiteral("x.cleartap")).toStdString();
        return options;
    }
    // The result of opening: "open", or the error's kind.
    QString opening(std::function<void(int)> talk)
    {
        const Peer peer(options().socketPath, std::move(talk));
        const auto source = openLive(options());
        return source ? QStringLiteral("open") : QStringLiteral("error %1").arg(int(source.error().kind));
    }
    QStringList capture(std::function<void(int)> talk)
    {
        const Peer peer(options().socketPath, std::move(talk));
        const auto source = openLive(options());
        if (!source)
            return {QStringLiteral("not opened")};
        (*source)->stop();
        return frames::transcript(**source);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesAndSavesEveryFrameFromTheGreetingOn()
    {
        const QStringList live = capture([](int client) {
            greet(client);
            say(client, frames::joined({frames::of(wire::Process{}), frames::of(wire::Started{}), frames::data(0, 10)}));
            await(client, wire::Type::Stop);
            say(client, frames::joined({frames::data(10, 5), frames::of(wire::Stopped{})}));
        });
        QCOMPARE(live.first(), QStringLiteral("t16"));
        QCOMPARE(live.last(), QStringLiteral("end"));
        QCOMPARE(live.size(), 7);
        auto saved = openSaved(options().savePath);
        QVERIFY(saved);
        QCOMPARE(frames::transcript(**saved), live);
    }

    // Secrets among the frames, unknown messages between them; with and without something that takes them.
    void writesNoSecretIntoTheFile_data()
    {
        QTest::addColumn<bool>("rewritten");
        QTest::newRow("as they come") << false;
        QTest::newRow("rewritten") << true;
    }
    void writesNoSecretIntoTheFile()
    {
        QFETCH(bool, rewritten);
        wire::Secret secret;
        secret.length = 4;
        secret.bytes = {'S', 'E', 'C', 'R'};
        const auto stranger = frames::ofANewerHelper(99, 300);
        const Peer peer(options().socketPath, [&](int client) {
            greet(client);
            say(client, frames::joined({frames::of(secret), frames::of(wire::Started{}), stranger, frames::of(secret), frames::data(0, 10), stranger}));
            await(client, wire::Type::Stop);
            say(client, frames::joined({frames::of(secret), frames::of(wire::Stopped{})}));
        });
        LiveOptions wanted = options();
        int seen = 0;
        if (rewritten) {
            wanted.makeRewrite = [&] { return [&](const wire::Frame &frame, wire::Bytes &out) {
                seen += frame.type == wire::Type::Secret;
                if (frame.type == wire::Type::Started)
                    wire::encode(wire::Started{}, out);
                else if (frame.type == wire::Type::Stopped)
                    wire::encode(wire::Stopped{}, out);
                return true;
            }; };
        }
        auto source = openLive(wanted);
        QVERIFY(source);
        (*source)->stop();
        const QStringList live = frames::transcript(**source);
        QCOMPARE(seen, rewritten ? 3 : 0);
        QFile file(QString::fromStdString(options().savePath));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains("SECR"));
        // The unknown messages are kept, the whole of them.
        const QByteArray unknown(reinterpret_cast<const char *>(stranger.data()), qsizetype(stranger.size()));
        QCOMPARE(bytes.count(unknown), 2);
        QVERIFY(!live.contains(QStringLiteral("t39")));
    }

    void passesOverMessagesOfANewerHelperAndSavesThem()
    {
        const auto stranger = frames::ofANewerHelper(99, 300);
        const QStringList live = capture([&](int client) {
            await(client, wire::Type::Hello);
            say(client, frames::joined({stranger, frames::of(wire::Welcome{}), stranger}));
            await(client, wire::Type::Start);
            say(client, frames::joined({stranger, frames::of(wire::Started{}), stranger, frames::data(0, 10)}));
            await(client, wire::Type::Stop);
            say(client, frames::joined({stranger, frames::of(wire::Stopped{})}));
        });
        QCOMPARE(live.size(), 5); // Welcome, Started, Data, Stopped, and the end
        QCOMPARE(live.last(), QStringLiteral("end"));
        QCOMPARE(live.filter(QStringLiteral("d0+10@")).size(), 1);
        QFile file(QString::fromStdString(options().savePath));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count(QByteArray(300, '?')), 5);
    }

    void waitsUntilTheProbesAreAttached()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(opening([](int client) {
                     greet(client);
                     std::this_thread::sleep_for(std::chrono::milliseconds(150));
                     say(client, frames::of(wire::Started{}));
                 }),
                 QStringLiteral("open"));
        QVERIFY(timer.elapsed() >= 150);
    }

    void putsFramesTogetherThatComeInPieces()
    {
        const QStringList words = capture([](int client) {
            greet(client);
            say(client, frames::of(wire::Started{}));
            for (const std::byte byte : frames::joined({frames::data(0, 3), frames::data(3, 4), frames::of(wire::Stopped{})}))
                say(client, {byte});
        });
        QCOMPARE(words.size(), 6);
        QCOMPARE(words.last(), QStringLiteral("end"));
    }

    void keepsWhatCameBeforeTheHelperWasLost()
    {
        const QStringList words = capture([](int client) {
            greet(client);
            say(client, frames::joined({frames::of(wire::Started{}), frames::data(0, 10)}));
        });
        QCOMPARE(words.size(), 4);
        QVERIFY(words[2].startsWith(u"d0+10"));
        QCOMPARE(words.last(), QStringLiteral("error %1 at 0").arg(int(ErrorKind::HelperLost)));
    }

    void closesWhenTheHelperBreaksTheProtocol()
    {
        const QStringList words = capture([](int client) {
            greet(client);
            say(client, frames::joined({frames::of(wire::Started{}), frames::data(0, 10), wire::Bytes(16, std::byte(0xff))}));
        });
        QCOMPARE(words.last(), QStringLiteral("error %1 at 0").arg(int(ErrorKind::Protocol)));
        auto saved = openSaved(options().savePath);
        QCOMPARE(frames::transcript(**saved).last(), QStringLiteral("end"));
    }

    void tellsWhyItWasNotLetIn()
    {
        const auto refusing = [](wire::Refusal reason) {
            return [reason](int client) {
                await(client, wire::Type::Hello);
                say(client, frames::of(wire::Refused{reason, "because"}));
            };
        };
        QCOMPARE(opening(refusing(wire::Refusal::Busy)), QStringLiteral("error %1").arg(int(ErrorKind::Refused)));
        QCOMPARE(opening(refusing(wire::Refusal::NotAllowed)), QStringLiteral("error %1").arg(int(ErrorKind::NotAuthorised)));
        QCOMPARE(opening([](int client) {
                     greet(client);
                     say(client, frames::of(wire::Refused{wire::Refusal::NoSuchTarget, ""}));
                 }),
                 QStringLiteral("error %1").arg(int(ErrorKind::Refused)));
    }

    void survivesEveryKindOfBadGreeting()
    {
        QCOMPARE(opening([](int) {}), QStringLiteral("error %1").arg(int(ErrorKind::HelperLost)));
        QCOMPARE(opening([](int client) { say(client, wire::Bytes(100, std::byte('x'))); }),
                 QStringLiteral("error %1").arg(int(ErrorKind::Protocol)));
        QCOMPARE(opening([](int client) { say(client, frames::of(wire::Welcome{2, "", ""})); }),
                 QStringLiteral("error %1").arg(int(ErrorKind::Protocol)));
        QCOMPARE(opening([](int client) { say(client, frames::of(wire::Started{})); }),
                 QStringLiteral("error %1").arg(int(ErrorKind::Protocol)));
    }

    // What becomes of each, in short: "here live | web1 over NoLink".
    static QString told(const Source &source)
    {
        QStringList lines;
        for (const MachineState &machine : source.machines()) {
            const char *state = machine.state == LinkState::Opening ? "opening" : machine.state == LinkState::Live ? "live" : machine.state == LinkState::Over ? "over" : "else";
            lines << QStringLiteral("%1 %2%3").arg(machine.isHere() ? QStringLiteral("here") : QString::fromStdString(machine.destination), QLatin1String(state),
                                                  machine.failure ? QStringLiteral(" %1").arg(int(machine.failure->kind)) : QString());
        }
        return lines.join(QStringLiteral(" | "));
    }

    void goesOnWhileAnotherMachineFails()
    {
        qputenv("CLEARTAP_SSH", "/bin/false");
        const Peer peer(options().socketPath, [](int client) {
            greet(client);
            say(client, frames::of(wire::Started{}));
            await(client, wire::Type::Stop);
            say(client, frames::joined({frames::data(0, 5), frames::of(wire::Losses{1, {{wire::LossPlace::Kernel, 0, 7, 70}}}), frames::of(wire::Stopped{})}));
        });
        auto source = openLive(options());
        QVERIFY(source);
        QCOMPARE(told(**source), QStringLiteral("here live"));
        QVERIFY(!(*source)->add(ThisMachine{}));
        QVERIFY(!(*source)->add(SavedFile{"x"}));
        QVERIFY((*source)->add(FarMachine{"web1"}));
        const QString failed = QStringLiteral("here live | web1 over %1").arg(int(ErrorKind::NoLink));
        QTRY_COMPARE(told(**source), failed);
        QVERIFY((*source)->add(FarMachine{"web1"}));   // once more
        QTRY_COMPARE(told(**source), failed);
        (*source)->remove("web1");
        QCOMPARE(told(**source), QStringLiteral("here live"));
        (*source)->remove("");
        const QStringList words = frames::transcript(**source);
        QCOMPARE(words.last(), QStringLiteral("end"));
        QCOMPARE(words.filter(QStringLiteral("d0+5@")).size(), 1);
        QVERIFY(!(*source)->add(FarMachine{"web1"}));   // it is over
    }

    void tellsHowLateDataComesAndWhatWasLost()
    {
        wire::Started started;
        timespec now{};
        clock_gettime(CLOCK_REALTIME, &now);
        started.realtimeMinusClock = (int64_t(now.tv_sec) - 5) * 1'000'000'000 + now.tv_nsec;   // its clock began five seconds ago
        const Peer peer(options().socketPath, [&](int client) {
            greet(client);
            wire::Data data;
            data.time = 1;
            data.moved = data.captured = 5;
            wire::Bytes frame;
            encode(data, wire::Bytes(5, std::byte('a')), frame);
            say(client, frames::joined({frames::of(started), frame, frames::of(wire::Losses{1, {{wire::LossPlace::Kernel, 0, 7, 70}}})}));
            await(client, wire::Type::Stop);
            say(client, frames::of(wire::Stopped{}));
        });
        auto source = openLive(options());
        QVERIFY(source);
        QTRY_COMPARE((*source)->machines().at(0).lostEvents, uint64_t(7));
        const MachineState here = (*source)->machines().at(0);
        QVERIFY(!here.name.empty());
        QVERIFY2(here.lagNs >= 5'000'000'000 - 1'000'000 && here.lagNs < 60'000'000'000, qPrintable(QString::number(here.lagNs)));
        QVERIFY(here.receivedBytes > 100);
        (*source)->stop();
        QCOMPARE(frames::transcript(**source).last(), QStringLiteral("end"));
    }

    void saysThatThereIsNoHelper()
    {
        LiveOptions none = options();
        none.socketPath = m_directory.filePath(QStringLiteral("nobody")).toStdString();
        const auto source = openLive(none);
        QVERIFY(!source);
        QCOMPARE(source.error().kind, ErrorKind::NoHelper);
        QCOMPARE(source.error().errnoValue, ENOENT);
    }

    void endsWhenTheDiskIsFullBeforeItAsksForAnything()
    {
        LiveOptions full = options();
        full.savePath = "/dev/full";
        const auto source = openLive(full);
        QVERIFY(!source);
        QCOMPARE(source.error().kind, ErrorKind::DiskFull);
    }
};

QTEST_GUILESS_MAIN(TestLiveSource)
#include "tst_live_source.moc"
