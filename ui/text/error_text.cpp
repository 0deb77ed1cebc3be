// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include "ui/models/exchange_cells.h"

#include "app/capture/live_source.h"
#include "app/exchange/names.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <cerrno>
#include <system_error>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ErrorText)
};

QString systemText(int errnoValue)
{
    return QString::fromStdString(std::generic_category().message(errnoValue));
}

QString refusalText(wire::Refusal refusal)
{
    switch (refusal) {
    case wire::Refusal::Version:
        return Words::tr("The running helper is a different version. Install the same version of Cleartap and cleartap-helper, "
                              "then restart the helper.");
    case wire::Refusal::Malformed:
        return Words::tr("The helper did not understand the request. Check that Cleartap and cleartap-helper are the same version.");
    case wire::Refusal::NotAllowed:
        return Words::tr("You are not allowed to capture these processes. Choose your own processes, or start as an administrator.");
    case wire::Refusal::AttachForbidden:
        return Words::tr("This system does not let programs inspect your other programs (kernel.yama.ptrace_scope). Allow it when asked "
                              "for your password, or start as an administrator.");
    case wire::Refusal::NoPrivilege:
        return Words::tr("The helper lacks the privilege to load eBPF programs. Start it as root, or give it CAP_BPF, CAP_PERFMON "
                              "and CAP_SYS_PTRACE.");
    case wire::Refusal::NoBtf:
        return Words::tr("This kernel has no type information (BTF). Use a kernel built with CONFIG_DEBUG_INFO_BTF, like "
                              "those of Debian, Ubuntu and Fedora.");
    case wire::Refusal::KernelTooOld:
        return Words::tr("This kernel is too old to capture on. Boot a newer kernel; \"cleartap-cli doctor\" says what is missing.");
    case wire::Refusal::LoadFailed:
        return Words::tr("The kernel did not accept the eBPF programs. Run \"cleartap-cli doctor\" and check the items in red.");
    case wire::Refusal::AttachFailed:
        return Words::tr("The probes could not be attached. Run \"cleartap-cli doctor\" and check the items in red.");
    case wire::Refusal::NoSuchTarget:
        return Words::tr("The process, user, program or cgroup to capture does not exist. Choose another one.");
    case wire::Refusal::Busy:
        return Words::tr("Too many captures are running. Stop another one and try again.");
    case wire::Refusal::Internal:
        return Words::tr("The helper failed. See its log for details (journalctl -t cleartap-helper).");
    }
    return Words::tr("The helper refused for an unknown reason (%1).").arg(int(refusal));
}

QString fileText(const capture::Error &error)
{
    switch (error.errnoValue) {
    case ENOENT:
        return Words::tr("The file does not exist. Check its name.");
    case EACCES:
    case EPERM:
        return Words::tr("You do not have permission to read or write this file. Choose another location, or change its permissions.");
    case EISDIR:
        return Words::tr("This is a folder. Choose a file in it.");
    case EROFS:
        return Words::tr("The file system is read-only. Choose another location.");
    case EEXIST:
        return Words::tr("A file with this name already exists. Choose another name.");
    case 0:
        return Words::tr("The capture file could not be read or written.");
    default:
        return Words::tr("The capture file could not be read or written: %1.").arg(systemText(error.errnoValue));
    }
}

} // namespace

QString errorText(const capture::Error &error)
{
    switch (error.kind) {
    case capture::ErrorKind::NoHelper:
        return Words::tr("No capture helper is running, and none could be started. Run from a build that has cleartap-helper "
                              "beside it, or install its service.");
    case capture::ErrorKind::NotAuthorised:
        return Words::tr("Capturing requires authorization, which was not given. Start again and confirm, or ask an "
                              "administrator.");
    case capture::ErrorKind::Refused:
        return refusalText(wire::Refusal(error.refusal));
    case capture::ErrorKind::Protocol:
        return Words::tr("The helper sent something this version does not understand, so the capture was stopped. Check that Cleartap "
                              "and cleartap-helper are the same version, then start again.");
    case capture::ErrorKind::HelperLost:
        return Words::tr("The capture helper exited unexpectedly. Everything captured so far is kept; start again to continue.");
    case capture::ErrorKind::DiskFull:
        return Words::tr("The disk is full, so the capture was stopped. Everything captured so far is kept; free some space and start again.");
    case capture::ErrorKind::File:
        return fileText(error);
    case capture::ErrorKind::NotACapture:
        return Words::tr("This version cannot read this capture. Open a .cleartap, .har, pcap or pcapng file, or use a newer version of "
                              "Cleartap.");
    case capture::ErrorKind::Damaged:
        return Words::tr("The capture file is damaged after its first %1. Everything before the damage is shown.").arg(sizeText(error.position));
    case capture::ErrorKind::NoLink:
        return Words::tr("The machine could not be reached by ssh. Check that ssh to it works in a terminal without asking anything, then start again.");
    case capture::ErrorKind::FarHelper:
        return Words::tr("The capture helper could not be run on the machine. Install the cleartap package there, then start again.");
    case capture::ErrorKind::FarPrivilege:
        return Words::tr("You may not capture on the machine. Log in as root, let sudo run cleartap-helper there without a password, or install the cleartap package there.");
    case capture::ErrorKind::FarPassword:
        return Words::tr("sudo on the machine asks for a password, and did not accept the one it got.");
    }
    return Words::tr("An unknown error occurred.");
}

QString errorDetail(const capture::Error &error)
{
    QStringList parts;
    if (!error.detail.empty())
        parts << clippedText(error.detail);
    if (error.errnoValue != 0)
        parts << systemText(error.errnoValue);
    if (error.kind == capture::ErrorKind::Protocol)
        parts << Words::tr("protocol error %1").arg(int(error.readError));
    if (error.position != 0)
        parts << Words::tr("at byte %1").arg(error.position);
    return parts.join(QStringLiteral(" · "));
}

QString faultText(protocols::Fault fault)
{
    using protocols::Fault;
    switch (fault) {
    case Fault::None:
        return {};
    case Fault::MalformedStartLine:
        return Words::tr("the first line is not HTTP; the rest is shown as received");
    case Fault::MalformedField:
        return Words::tr("a header line is malformed; shown as far as it can be parsed");
    case Fault::MalformedChunk:
        return Words::tr("the chunked body is malformed; shown up to that point");
    case Fault::HeadTooLong:
        return Words::tr("the headers exceed the size limit");
    case Fault::TooManyFields:
        return Words::tr("there are too many headers");
    case Fault::ConflictingLength:
        return Words::tr("conflicting headers for the body's length: request smuggling, or a bug");
    case Fault::Gap:
        return Words::tr("some of its bytes were not captured");
    case Fault::CutByClose:
        return Words::tr("the connection was closed before it was complete");
    case Fault::UnexpectedResponse:
        return Words::tr("its request was not captured: the capture started later, or it was lost");
    case Fault::MalformedFrame:
        return Words::tr("a frame is malformed; shown up to that point");
    case Fault::StreamReset:
        return Words::tr("one side reset the stream");
    case Fault::CompressionUnknown:
        return Words::tr("some headers refer to data sent before the capture started");
    case Fault::ConnectionError:
        return Words::tr("the connection ended with a protocol error");
    case Fault::BeganBefore:
        return Words::tr("it started before the capture");
    case Fault::CaptureEnded:
        return Words::tr("the capture ended before it was complete");
    case Fault::BeyondLimit:
        return Words::tr("its body is longer than the limit of this capture; the rest was not kept");
    }
    return Words::tr("unknown problem");
}

QString protocolText(protocols::Protocol protocol)
{
    if (protocol == protocols::Protocol::Unknown)
        return Words::tr("unknown protocol");
    if (protocol == protocols::Protocol::Opaque)
        return Words::tr("unknown protocol");
    return protocolName(protocol);
}

QString connectionStateText(exchange::ConnectionState state)
{
    return QString::fromLatin1(exchange::stateName(state));
}

QString stateText(const exchange::Exchange &e)
{
    const QString reason = clippedText(e.reason);
    if (e.kind == exchange::Kind::NotReadable)
        return reason.isEmpty() ? Words::tr("not readable") : Words::tr("not readable: %1").arg(reason);
    if (e.kind == exchange::Kind::Failed)
        return reason.isEmpty() ? Words::tr("the connection failed") : reason;
    if (e.request.fault != protocols::Fault::None)
        return Words::tr("Request: %1").arg(faultText(e.request.fault));
    if (e.response.fault != protocols::Fault::None)
        return Words::tr("Response: %1").arg(faultText(e.response.fault));
    if (e.lostBytes != 0)
        return Words::tr("%1 not captured").arg(sizeText(e.lostBytes));
    return {};
}

} // namespace ui
