// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the tests of the capture engine: real servers and clients on loopback, and a reader of the events ring.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/analyzer/analyse.h"
#include "privhelper/loader/probe_session.h"

#include <QByteArray>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <QThread>

#include <bpf/libbpf.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rig {

// A stream assembled from data records by their offsets.
struct Stream {
    QByteArray bytes;
    uint64_t missing = 0;       // bytes between records
    std::vector<flow_data> records;
};

// (id of the TLS object or the socket, direction)
using StreamKey = std::pair<uint64_t, int>;

struct Process {
    flow_process head;
    QByteArray args;
};

// Everything that came from the ring so far.
struct Log {
    std::map<StreamKey, Stream> plain;      // socket bytes; key is the flow
    std::map<StreamKey, Stream> ciphertext; // the starts of sockets that carry TLS
    std::map<StreamKey, Stream> tls;        // key is the TLS object
    std::map<uint64_t, flow_socket> sockets;
    std::map<uint64_t, flow_tie> ties;      // key is the TLS object
    std::vector<flow_state> states;
    std::vector<flow_tcp> samples;
    std::vector<flow_other_end> otherEnds;
    std::vector<flow_same> same;            // received, and taken from what the other end has sent
    std::vector<Process> processes;
    std::vector<flow_exit> exits;
    std::vector<flow_tls_end> ends;
    std::vector<flow_tls_facts> facts;
    std::vector<flow_secret> secrets;
    std::vector<flow_drop> drops;
    std::vector<QString> errors;            // records that contradict the contract
    uint64_t records = 0;
};

class Capture {
public:
    explicit Capture(const loader::ScopeConfig &scope, bool attachLibraries = true);
    ~Capture();

    loader::ProbeSession &session() { return *m_session; }
    bool isOpen() const { return m_session.has_value(); }
    QString error() const { return m_error; }
    Log &drain();               // reads what is in the ring, answers notices
    Log &log() { return m_log; }
    uint64_t lost();      // events of all causes

private:
    static int take(void *context, void *data, size_t size);
    void attach(std::vector<loader::ExecutableFile> files);
    void takeData(const flow_data &head, const char *payload);
    void takeSame(const flow_same &same);

    std::optional<loader::ProbeSession> m_session;
    ring_buffer *m_ring = nullptr;
    QString m_error;
    Log m_log;
};

// nginx on two free loopback ports (TLS and plain); /file answers with the file, /echo takes uploads.
class Nginx {
public:
    Nginx();
    ~Nginx();
    int tlsPort() const { return m_tlsPort; }
    int plainPort() const { return m_plainPort; }
    qint64 masterPid() const { return m_pid; }
    QString directory() const { return m_directory.path(); }
    void put(const QString &name, const QByteArray &content);
    QString url(const QString &path, bool tls) const
    {
        return QStringLiteral("%1://127.0.0.1:%2/%3").arg(tls ? "https" : "http").arg(tls ? m_tlsPort : m_plainPort).arg(path);
    }

private:
    QTemporaryDir m_directory;
    int m_tlsPort = 0, m_plainPort = 0;
    qint64 m_pid = 0;
};

int freePort();
QByteArray noise(int size, unsigned seed);
struct RunResult {
    int exitCode = -1;
    qint64 pid = 0;
    QByteArray output;
};
// Runs a program to its end.
RunResult run(const QString &program, const QStringList &arguments);

// In this process: a test may trust the machine's libraries.
inline analyzer::Plan planOf(const loader::ExecutableFile &file)
{
    return analyzer::analyse(file.fd.get());
}

inline Capture::Capture(const loader::ScopeConfig &wanted, bool attachLibraries)
{
    loader::ScopeConfig scope = wanted;
    if (!scope.ringBytes)
        scope.ringBytes = 128u << 20; // read when a test is done, not all the time
    auto session = loader::ProbeSession::open(scope);
    if (!session) {
        m_error = QString::fromStdString(session.error().step + ": " + std::strerror(session.error().code) + "\n"
                                         + session.error().detail);
        return;
    }
    m_session = std::move(*session);
    m_ring = ring_buffer__new(m_session->eventsRing(), take, this, nullptr);
    if (attachLibraries)
        attach(m_session->libraries());
}

inline Capture::~Capture()
{
    ring_buffer__free(m_ring);
}

inline void Capture::attach(std::vector<loader::ExecutableFile> files)
{
    for (const loader::ExecutableFile &file : files) {
        const auto attached = m_session->attachPlan(file, planOf(file));
        if (!attached)
            m_error += QString::fromStdString("attach " + file.path + ": " + std::strerror(attached.error().code) + "\n");
    }
}

inline Log &Capture::drain()
{
    attach(m_session->takeNotices().files);
    ring_buffer__consume(m_ring);
    return m_log;
}

inline uint64_t Capture::lost()
{
    uint64_t events = 0;
    for (const flow_loss_count &count : m_session->losses())
        events += count.events;
    return events;
}

inline int Capture::take(void *context, void *data, size_t size)
{
    auto &self = *static_cast<Capture *>(context);
    const auto *head = static_cast<const flow_header *>(data);
    const auto *bytes = static_cast<const char *>(data);
    Log &log = self.m_log;
    log.records++;
    const auto as = [&]<typename T>(const T *) {
        if (size < sizeof(T))
            log.errors.push_back(QStringLiteral("short record of kind %1").arg(head->kind));
        return *static_cast<const T *>(data);
    };
    switch (head->kind) {
    case FLOW_KIND_DATA: {
        const auto record = as(static_cast<const flow_data *>(nullptr));
        if (sizeof record + record.captured > size)
            log.errors.push_back(QStringLiteral("data record longer than its place"));
        else
            self.takeData(record, bytes + sizeof record);
        break;
    }
    case FLOW_KIND_SOCKET:
        log.sockets[head->flow_id] = as(static_cast<const flow_socket *>(nullptr));
        break;
    case FLOW_KIND_STATE:
        log.states.push_back(as(static_cast<const flow_state *>(nullptr)));
        break;
    case FLOW_KIND_PROCESS: {
        const auto record = as(static_cast<const flow_process *>(nullptr));
        log.processes.push_back({ record, QByteArray(bytes + sizeof record, record.args_len) });
        break;
    }
    case FLOW_KIND_EXIT:
        log.exits.push_back(as(static_cast<const flow_exit *>(nullptr)));
        break;
    case FLOW_KIND_TIE: {
        const auto record = as(static_cast<const flow_tie *>(nullptr));
        log.ties[record.tls_id] = record;
        break;
    }
    case FLOW_KIND_TLS_END:
        log.ends.push_back(as(static_cast<const flow_tls_end *>(nullptr)));
        break;
    case FLOW_KIND_TLS_FACTS:
        log.facts.push_back(as(static_cast<const flow_tls_facts *>(nullptr)));
        break;
    case FLOW_KIND_SECRET:
        log.secrets.push_back(as(static_cast<const flow_secret *>(nullptr)));
        break;
    case FLOW_KIND_TCP:
        log.samples.push_back(as(static_cast<const flow_tcp *>(nullptr)));
        break;
    case FLOW_KIND_UNREAD:
        as(static_cast<const flow_unread *>(nullptr));
        break;
    case FLOW_KIND_TLS_LIBRARY:
        as(static_cast<const flow_tls_library *>(nullptr));
        break;
    case FLOW_KIND_OTHER_END:
        log.otherEnds.push_back(as(static_cast<const flow_other_end *>(nullptr)));
        break;
    case FLOW_KIND_DROP:
        log.drops.push_back(as(static_cast<const flow_drop *>(nullptr)));
        break;
    case FLOW_KIND_SAME:
        self.takeSame(as(static_cast<const flow_same *>(nullptr)));
        break;
    case FLOW_KIND_UPPER_LAYER:
        as(static_cast<const flow_upper_layer *>(nullptr));
        break;
    default:
        log.errors.push_back(QStringLiteral("record of kind %1").arg(head->kind));
    }
    return 0;
}

inline void Capture::takeData(const flow_data &head, const char *payload)
{
    auto &streams = head.tls_id ? m_log.tls : head.flags & FLOW_DATA_CIPHERTEXT ? m_log.ciphertext : m_log.plain;
    Stream &stream = streams[{ head.tls_id ? head.tls_id : head.h.flow_id, head.direction }];
    stream.records.push_back(head);
    if (head.flags & FLOW_DATA_PEEK)
        return;
    const auto end = static_cast<uint64_t>(stream.bytes.size());
    if (head.offset > end) {
        stream.missing += head.offset - end;
        stream.bytes.append(static_cast<qsizetype>(head.offset - end), '?');
    } else if (head.offset < end) {
        m_log.errors.push_back(QStringLiteral("offset %1 goes back behind %2").arg(head.offset).arg(end));
        const uint64_t repeated = std::min<uint64_t>(end - head.offset, head.captured);
        stream.bytes.append(payload + repeated, static_cast<qsizetype>(head.captured - repeated));
        return;
    }
    stream.bytes.append(payload, head.captured);
}

inline void Capture::takeSame(const flow_same &same)
{
    m_log.same.push_back(same);
    const auto &streams = same.flags & FLOW_DATA_CIPHERTEXT ? m_log.ciphertext : m_log.plain;
    const auto sent = streams.find({ same.other, FLOW_SENT });
    if (sent == streams.end() || same.offset + same.moved > static_cast<uint64_t>(sent->second.bytes.size())) {
        m_log.errors.push_back(QStringLiteral("the same as %1 bytes at %2, which were not sent").arg(same.moved).arg(same.offset));
        return;
    }
    const QByteArray bytes = sent->second.bytes.mid(static_cast<qsizetype>(same.offset), same.moved);
    flow_data head {};
    head.h = same.h;
    head.h.kind = FLOW_KIND_DATA;
    head.moved = same.moved;
    head.direction = FLOW_RECEIVED;
    head.origin = FLOW_ORIGIN_SOCKET;
    head.flags = same.flags;
    while (head.call_offset < same.moved) {
        head.offset = same.offset + head.call_offset;
        head.captured = std::min(same.moved - head.call_offset, FLOW_CHUNK_MAX);
        takeData(head, bytes.constData() + head.call_offset);
        head.call_offset += head.captured;
    }
}

inline int freePort()
{
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    int port = 0;
    if (bind(fd, reinterpret_cast<sockaddr *>(&address), length) == 0
        && getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length) == 0)
        port = ntohs(address.sin_port);
    close(fd);
    return port;
}

inline QByteArray noise(int size, unsigned seed)
{
    QRandomGenerator generator(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    std::ranges::generate(bytes, [&] { return static_cast<char>('a' + generator.bounded(26)); });
    return bytes;
}

inline RunResult run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    RunResult result;
    if (!process.waitForStarted())
        return result;
    result.pid = process.processId();
    process.waitForFinished(60000);
    result.output = process.readAll();
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return result;
}

inline Nginx::Nginx()
    : m_tlsPort(freePort())
    , m_plainPort(freePort())
{
    const QString root = m_directory.path();
    run("openssl", { "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2", "-keyout",
                     root + "/key.pem", "-out", root + "/cert.pem" });
    put("cleartap.conf", QStringLiteral(R"(
daemon on; worker_processes 2; pid %1/nginx.pid; error_log %1/error.log; user root;
events { worker_connections 512; }
http {
  access_log off; client_body_temp_path %1/body; proxy_temp_path %1/proxy; fastcgi_temp_path %1/f; uwsgi_temp_path %1/u;
  scgi_temp_path %1/s; client_max_body_size 64m; keepalive_requests 1000000; sendfile off; output_buffers 1 64k;
  server {
    listen 127.0.0.1:%2 ssl; listen 127.0.0.1:%3; ssl_certificate %1/cert.pem; ssl_certificate_key %1/key.pem; root %1;
    location /sent { sendfile on; alias %1; }
    location /echo { client_body_in_file_only on; proxy_pass http://127.0.0.1:%3/ok; }
    location /ok { return 200 "taken\n"; }
  }
}
)").arg(root).arg(m_tlsPort).arg(m_plainPort).toUtf8());
    run("nginx", { "-c", root + "/cleartap.conf", "-p", root });
    for (int i = 0; i < 100 && m_pid == 0; i++) {
        QFile file(root + "/nginx.pid");
        if (file.open(QIODevice::ReadOnly))
            m_pid = file.readAll().trimmed().toLongLong();
        QThread::msleep(10);
    }
}

inline Nginx::~Nginx()
{
    if (m_pid > 0) {
        kill(static_cast<pid_t>(m_pid), SIGTERM);
        for (int i = 0; i < 200 && kill(static_cast<pid_t>(m_pid), 0) == 0; i++)
            QThread::msleep(10);
    }
}

inline void Nginx::put(const QString &name, const QByteArray &content)
{
    QFile file(m_directory.filePath(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(content);
}

inline loader::ScopeConfig everything()
{
    loader::ScopeConfig scope;
    scope.mode = loader::ScopeMode::All;
    scope.ptraceRule = false;
    scope.excludeChildren = false;
    return scope;
}

// One process, whatever else runs on the machine.
inline loader::ScopeConfig only(qint64 pid)
{
    loader::ScopeConfig scope = everything();
    scope.mode = loader::ScopeMode::Pids;
    scope.pids = { static_cast<uint32_t>(pid) };
    return scope;
}

// The TLS streams of a process in one direction, ordered by object.
inline std::vector<const Stream *> tlsStreams(const Log &log, qint64 pid, int direction)
{
    std::vector<const Stream *> found;
    for (const auto &[key, stream] : log.tls) {
        if (key.second == direction && !stream.records.empty() && stream.records.front().h.pid == pid)
            found.push_back(&stream);
    }
    return found;
}

inline std::vector<const Stream *> plainStreams(const Log &log, qint64 pid, int direction)
{
    std::vector<const Stream *> found;
    for (const auto &[key, stream] : log.plain) {
        if (key.second == direction && !stream.records.empty() && stream.records.front().h.pid == pid)
            found.push_back(&stream);
    }
    return found;
}

inline QByteArray bodyOf(const QByteArray &message)
{
    return message.mid(message.indexOf("\r\n\r\n") + 4);
}

} // namespace rig
