// SPDX-License-Identifier: GPL-3.0-or-later
// One of each message, every field with a distinct value, for the tests of reader and writer.
#pragma once

#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

namespace samples {

inline wire::TcpFigures figures()
{
    return {1, 2, 3, 4, 5, 6, 7, 8, 1'000'000'000'000, 10, 11, 12, 13, 14, 15};
}

// Every message that the sender can send, each as one frame.
inline std::vector<wire::Bytes> framesOf(wire::Sender sender)
{
    using namespace wire;
    std::vector<Bytes> all;
    const auto add = [&](const auto &message) { encode(message, all.emplace_back()); };
    if (sender == Sender::Client) {
        add(Hello{1, "cleartap-cli 0.1"});
        add(Start{ScopeKind::Cgroup, false, 77, "user.slice/app.scope", 65536});
        add(ReadTls{TlsSource::Secrets});
        add(Ping{1});
        add(CapturePackets{96, {"lo", "eth0"}});
        for (Type type : {Type::Stop, Type::Examine, Type::ExaminePlan, Type::CommandFile})
            encodeEmpty(type, all.emplace_back());
        return all;
    }
    add(Welcome{1, "0.1.0", "6.18.44"});
    add(Refused{Refusal::NotAllowed, "process 1 belongs to user 0"});
    add(Started{1, -2, 3, "socket: tp_btf/sys_exit; tls: uprobe_multi"});
    add(Stopped{"the relay died"});
    add(Process{1, 2, 3, 4, 5, 6, 7, 1, 1, "curl", "/usr/bin/curl", std::string("curl\0-s\0http://x/", 17), "user.slice"});
    add(ProcessExit{1, 2, 256});
    add(Socket{1, 2, 3, 4, 5, 6, 7, {127, 0, 0, 1}, {10, 0, 0, 2}, 50000, 443, 2, 6, Role::Client, TcpState::Established, 1});
    add(State{1, 2, 3, TcpState::Established, TcpState::CloseWait, 104, 4, 5, figures()});
    Bytes &data = all.emplace_back();
    const std::string payload = "GET / HTTP/1.1\r\n\r\n";
    encode(Data{1, 2, 3, 4, 5, 6, 20, 1, 0, 1, Origin::OpenSsl, uint8_t(DataFlag::Cut)}, std::as_bytes(std::span(payload)), data);
    add(Tie{1, 2, 3, TieKind::Nested, Origin::OpenSsl});
    add(TlsEnd{1, 2, 3, 4, 5});
    add(TlsFacts{1, 2, 3, 1, 1, "http/1.1"});
    add(TcpSample{1, 2, figures()});
    add(TcpReading{1, 2, figures(), 16, 17});
    add(UpperLayer{1, 2, "tls"});
    add(Unread{1, 2, 3});
    add(LibraryFile{1, "OpenSSL", "OpenSSL 3.0.17", "/usr/lib/libssl.so.3", "dynamic symbols"});
    add(TlsLibrary{1, 2, 3, Origin::OpenSsl});
    add(Secret{1, 2, 3, 4, Origin::GnuTls, 3, 1, "CLIENT_RANDOM", {4, 5, 6}, {7, 8, 9}});
    add(Undecrypted{1, 2, 3, 4, 5, 6});
    add(OtherEnd{1, 2, 3, 4, 5});
    encodeWhole(Type::Contents, std::as_bytes(std::span(payload)), all.emplace_back());
    add(Rows{Rows::thisFormat, 1, std::as_bytes(std::span(payload))});
    add(Machine{1, 2, -3, 4, "web-1", "ssh://deploy@web1"});
    add(Pong{1, 2});
    add(LinkLost{1, 2, "silent for 2.5 s"});
    add(Interface{2, 3, 1, 128, "eth0", "tcx"});
    encode(Packet{1, 2, 3, 9, 4, 100, 20, 1, 0, 0x8100, 5, 1, PacketEnd::Receiver}, std::as_bytes(std::span(payload)), all.emplace_back());
    add(Losses{1, {{LossPlace::Kernel, uint8_t(KernelLoss::CallCut), 4, 5}, {LossPlace::Relay, uint8_t(RelayLoss::QueueFull), 6, 7}}});
    add(Coverage{1, 2, CoverageState::NotReadable, "OpenSSL", "3.0.17", "/lib/libssl.so.3", "symbols", "no site"});
    add(RoleLost{HelperRole::Analyzer, "killed by signal 9"});
    add(Finding{FindingState::Bad, "BTF", "missing", "install a kernel with BTF"});
    add(PlanReport{Library::OpenSsl, "3.0.17", "abcd", "dynamic symbols", "",
                   {{SiteRole::Read, SiteResult::OutArg4, SiteCost::Emulated, 1, 0x1234, "SSL_read", "push"},
                    {SiteRole::Write, SiteResult::OutArg4, SiteCost::Stepped, 0, 9, "SSL_write", "x"}}});
    return all;
}

// Decodes a body by its type and encodes it again; returns the error if it does not decode.
inline std::expected<wire::Bytes, wire::ReadError> again(const wire::Frame &frame)
{
    using namespace wire;
    const auto through = [&](auto decoded) -> std::expected<Bytes, ReadError> {
        if (!decoded)
            return std::unexpected(decoded.error());
        Bytes out;
        encode(*decoded, out);
        return out;
    };
    switch (frame.type) {
    case Type::Hello: return through(decode<Hello>(frame.body));
    case Type::Start: return through(decode<Start>(frame.body));
    case Type::ReadTls: return through(decode<ReadTls>(frame.body));
    case Type::CapturePackets: return through(decode<CapturePackets>(frame.body));
    case Type::Interface: return through(decode<Interface>(frame.body));
    case Type::Packet: {
        const auto view = decodePacket(frame.body);
        if (!view)
            return std::unexpected(view.error());
        Bytes out;
        encode(view->head, view->bytes, out);
        return out;
    }
    case Type::Welcome: return through(decode<Welcome>(frame.body));
    case Type::Refused: return through(decode<Refused>(frame.body));
    case Type::Started: return through(decode<Started>(frame.body));
    case Type::Stopped: return through(decode<Stopped>(frame.body));
    case Type::Process: return through(decode<Process>(frame.body));
    case Type::ProcessExit: return through(decode<ProcessExit>(frame.body));
    case Type::Socket: return through(decode<Socket>(frame.body));
    case Type::State: return through(decode<State>(frame.body));
    case Type::Tie: return through(decode<Tie>(frame.body));
    case Type::TlsEnd: return through(decode<TlsEnd>(frame.body));
    case Type::TlsFacts: return through(decode<TlsFacts>(frame.body));
    case Type::TcpSample: return through(decode<TcpSample>(frame.body));
    case Type::TcpReading: return through(decode<TcpReading>(frame.body));
    case Type::UpperLayer: return through(decode<UpperLayer>(frame.body));
    case Type::Unread: return through(decode<Unread>(frame.body));
    case Type::LibraryFile: return through(decode<LibraryFile>(frame.body));
    case Type::TlsLibrary: return through(decode<TlsLibrary>(frame.body));
    case Type::Secret: return through(decode<Secret>(frame.body));
    case Type::OtherEnd: return through(decode<OtherEnd>(frame.body));
    case Type::Rows: return through(decode<Rows>(frame.body));
    case Type::Contents: {
        Bytes out;
        encodeWhole(Type::Contents, frame.body, out);
        return out;
    }
    case Type::Ping: return through(decode<Ping>(frame.body));
    case Type::Machine: return through(decode<Machine>(frame.body));
    case Type::Pong: return through(decode<Pong>(frame.body));
    case Type::LinkLost: return through(decode<LinkLost>(frame.body));
    case Type::Undecrypted: return through(decode<Undecrypted>(frame.body));
    case Type::Losses: return through(decode<Losses>(frame.body));
    case Type::Coverage: return through(decode<Coverage>(frame.body));
    case Type::RoleLost: return through(decode<RoleLost>(frame.body));
    case Type::Finding: return through(decode<Finding>(frame.body));
    case Type::PlanReport: return through(decode<PlanReport>(frame.body));
    case Type::Data: {
        const auto view = decodeData(frame.body);
        if (!view)
            return std::unexpected(view.error());
        Bytes out;
        encode(view->head, view->payload, out);
        return out;
    }
    case Type::Stop:
    case Type::Examine:
    case Type::ExaminePlan:
    case Type::CommandFile: break;
    }
    if (const ReadError error = checkEmpty(frame.body); error != ReadError::None)
        return std::unexpected(error);
    Bytes out;
    encodeEmpty(frame.type, out);
    return out;
}

} // namespace samples
