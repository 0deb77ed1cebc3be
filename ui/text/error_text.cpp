// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/error_text.h"

#include "ui/models/exchange_cells.h"

#include "app/capture/live_source.h"
#include "app/exchange/names.h"
#include "ui/models/format.h"

#include <QStringList>

#include <cerrno>
#include <system_error>

namespace ui {

namespace {

QString systemText(int errnoValue)
{
    return QString::fromStdString(std::generic_category().message(errnoValue));
}

QString refusalText(wire::Refusal refusal)
{
    switch (refusal) {
    case wire::Refusal::Version:
        return QStringLiteral("The running helper is a different version. Install the same version of Cleartap and cleartap-helper, "
                              "then restart the helper.");
    case wire::Refusal::Malformed:
        return QStringLiteral("The helper did not understand the request. Check that Cleartap and cleartap-helper are the same version.");
    case wire::Refusal::NotAllowed:
        return QStringLiteral("You are not allowed to capture these processes. Choose your own processes, or start as an administrator.");
    case wire::Refusal::AttachForbidden:
        return QStringLiteral("This system does not let programs inspect your other programs (kernel.yama.ptrace_scope). Allow it when asked "
                              "for your password, or start as an administrator.");
    case wire::Refusal::NoPrivilege:
        return QStringLiteral("The helper lacks the privilege to load eBPF programs. Start it as root, or give it CAP_BPF, CAP_PERFMON "
                              "and CAP_SYS_PTRACE.");
    case wire::Refusal::NoBtf:
        return QStringLiteral("This kernel has no type information (BTF). Use a kernel built with CONFIG_DEBUG_INFO_BTF, like "
                              "those of Debian, Ubuntu and Fedora.");
    case wire::Refusal::KernelTooOld:
        return QStringLiteral("This kernel is too old to capture on. Boot a newer kernel; \"cleartap-cli doctor\" says what is missing.");
    case wire::Refusal::LoadFailed:
        return QStringLiteral("The kernel did not accept the eBPF programs. Run \"cleartap-cli doctor\" and check the items in red.");
    case wire::Refusal::AttachFailed:
        return QStringLiteral("The probes could not be attached. Run \"cleartap-cli doctor\" and check the items in red.");
    case wire::Refusal::NoSuchTarget:
        return QStringLiteral("The process, user, program or cgroup to capture does not exist. Choose another one.");
    case wire::Refusal::Busy:
        return QStringLiteral("Too many captures are running. Stop another one and try again.");
    case wire::Refusal::Internal:
        return QStringLiteral("The helper failed. See its log for details (journalctl -t cleartap-helper).");
    }
    return QStringLiteral("The helper refused for an unknown reason (%1).").arg(int(refusal));
}

QString fileText(const capture::Error &error)
{
    switch (error.errnoValue) {
    case ENOENT:
        return QStringLiteral("The file does not exist. Check its name.");
    case EACCES:
    case EPERM:
        return QStringLiteral("You do not have permission to read or write this file. Choose another location, or change its permissions.");
    case EISDIR:
        return QStringLiteral("This is a folder. Choose a file in it.");
    case EROFS:
        return QStringLiteral("The file system is read-only. Choose another location.");
    case EEXIST:
        return QStringLiteral("A file with this name already exists. Choose another name.");
    case 0:
        return QStringLiteral("The capture file could not be read or written.");
    default:
        return QStringLiteral("The capture file could not be read or written: %1.").arg(systemText(error.errnoValue));
    }
}

} // namespace

QString errorText(const capture::Error &error)
{
    switch (error.kind) {
    case capture::ErrorKind::NoHelper:
        return QStringLiteral("No capture helper is running, and none could be started. Run from a build that has cleartap-helper "
                              "beside it, or install its service.");
    case capture::ErrorKind::NotAuthorised:
        return QStringLiteral("Capturing requires authorization, which was not given. Start again and confirm, or ask an "
                              "administrator.");
    case capture::ErrorKind::Refused:
        return refusalText(wire::Refusal(error.refusal));
    case capture::ErrorKind::Protocol:
        return QStringLiteral("The helper sent something this version does not understand, so the capture was stopped. Check that Cleartap "
                              "and cleartap-helper are the same version, then start again.");
    case capture::ErrorKind::HelperLost:
        return QStringLiteral("The capture helper exited unexpectedly. Everything captured so far is kept; start again to continue.");
    case capture::ErrorKind::DiskFull:
        return QStringLiteral("The disk is full, so the capture was stopped. Everything captured so far is kept; free some space and start again.");
    case capture::ErrorKind::File:
        return fileText(error);
    case capture::ErrorKind::NotACapture:
        return QStringLiteral("This version cannot read this capture. Open a .cleartap or .har file, or use a newer version of "
                              "Cleartap.");
    case capture::ErrorKind::Damaged:
        return QStringLiteral("The capture file is damaged after its first %1. Everything before the damage is shown.").arg(sizeText(error.position));
    }
    return QStringLiteral("An unknown error occurred.");
}

QString errorDetail(const capture::Error &error)
{
    QStringList parts;
    if (!error.detail.empty())
        parts << clippedText(error.detail);
    if (error.errnoValue != 0)
        parts << systemText(error.errnoValue);
    if (error.kind == capture::ErrorKind::Protocol)
        parts << QStringLiteral("protocol error %1").arg(int(error.readError));
    if (error.position != 0)
        parts << QStringLiteral("at byte %1").arg(error.position);
    return parts.join(QStringLiteral(" · "));
}

QString faultText(protocols::Fault fault)
{
    using protocols::Fault;
    switch (fault) {
    case Fault::None:
        return {};
    case Fault::MalformedStartLine:
        return QStringLiteral("the first line is not HTTP; the rest is shown as received");
    case Fault::MalformedField:
        return QStringLiteral("a header line is malformed; shown as far as it can be parsed");
    case Fault::MalformedChunk:
        return QStringLiteral("the chunked body is malformed; shown up to that point");
    case Fault::HeadTooLong:
        return QStringLiteral("the headers exceed the size limit");
    case Fault::TooManyFields:
        return QStringLiteral("there are too many headers");
    case Fault::ConflictingLength:
        return QStringLiteral("conflicting headers for the body's length: request smuggling, or a bug");
    case Fault::Gap:
        return QStringLiteral("some of its bytes were not captured");
    case Fault::CutByClose:
        return QStringLiteral("the connection was closed before it was complete");
    case Fault::UnexpectedResponse:
        return QStringLiteral("its request was not captured: the capture started later, or it was lost");
    case Fault::MalformedFrame:
        return QStringLiteral("a frame is malformed; shown up to that point");
    case Fault::StreamReset:
        return QStringLiteral("one side reset the stream");
    case Fault::CompressionUnknown:
        return QStringLiteral("some headers refer to data sent before the capture started");
    case Fault::ConnectionError:
        return QStringLiteral("the connection ended with a protocol error");
    case Fault::BeganBefore:
        return QStringLiteral("it started before the capture");
    case Fault::CaptureEnded:
        return QStringLiteral("the capture ended before it was complete");
    case Fault::BeyondLimit:
        return QStringLiteral("its body is longer than the limit of this capture; the rest was not kept");
    }
    return QStringLiteral("unknown problem");
}

QString protocolText(protocols::Protocol protocol)
{
    if (protocol == protocols::Protocol::Unknown)
        return QStringLiteral("unknown protocol");
    if (protocol == protocols::Protocol::Opaque)
        return QStringLiteral("unknown protocol");
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
        return reason.isEmpty() ? QStringLiteral("not readable") : QStringLiteral("not readable: %1").arg(reason);
    if (e.kind == exchange::Kind::Failed)
        return reason.isEmpty() ? QStringLiteral("the connection failed") : reason;
    if (e.request.fault != protocols::Fault::None)
        return QStringLiteral("Request: %1").arg(faultText(e.request.fault));
    if (e.response.fault != protocols::Fault::None)
        return QStringLiteral("Response: %1").arg(faultText(e.response.fault));
    if (e.lostBytes != 0)
        return QStringLiteral("%1 not captured").arg(sizeText(e.lostBytes));
    return {};
}

} // namespace ui
