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
        return QStringLiteral("The running helper is of another version. Install the same version of Cleartap and cleartap-helper, "
                              "then restart the helper.");
    case wire::Refusal::Malformed:
        return QStringLiteral("The helper did not understand the request. Check that Cleartap and cleartap-helper are of the same version.");
    case wire::Refusal::NotAllowed:
        return QStringLiteral("You may not capture these processes. Choose your own processes, or start as an administrator.");
    case wire::Refusal::AttachForbidden:
        return QStringLiteral("Your system keeps programs from looking into your others (kernel.yama.ptrace_scope). Allow it when you are asked "
                              "for your password, or start as an administrator.");
    case wire::Refusal::NoPrivilege:
        return QStringLiteral("The helper lacks the privilege to load eBPF programs. Start it as root, or give it CAP_BPF, CAP_PERFMON "
                              "and CAP_SYS_PTRACE.");
    case wire::Refusal::NoBtf:
        return QStringLiteral("This kernel carries no type information (BTF). Use a kernel built with CONFIG_DEBUG_INFO_BTF, as "
                              "the kernels of Debian, Ubuntu and Fedora are.");
    case wire::Refusal::KernelTooOld:
        return QStringLiteral("This kernel is too old for the capture. Start a newer kernel; \"cleartap-cli doctor\" says what is missing.");
    case wire::Refusal::LoadFailed:
        return QStringLiteral("The kernel did not accept the eBPF programs. Run \"cleartap-cli doctor\" and look at what it marks red.");
    case wire::Refusal::AttachFailed:
        return QStringLiteral("The probes could not be attached. Run \"cleartap-cli doctor\" and look at what it marks red.");
    case wire::Refusal::NoSuchTarget:
        return QStringLiteral("The process, user, program or cgroup to capture does not exist. Choose another one.");
    case wire::Refusal::Busy:
        return QStringLiteral("Too many captures are running. Stop another one and try again.");
    case wire::Refusal::Internal:
        return QStringLiteral("The helper failed for a reason of its own. Its log says more (journalctl -t cleartap-helper).");
    }
    return QStringLiteral("The helper refused for a reason that this version does not know (%1).").arg(int(refusal));
}

QString fileText(const capture::Error &error)
{
    switch (error.errnoValue) {
    case ENOENT:
        return QStringLiteral("The file does not exist. Check its name.");
    case EACCES:
    case EPERM:
        return QStringLiteral("You may not read or write this file. Choose another place, or change its permissions.");
    case EISDIR:
        return QStringLiteral("This is a folder. Choose a file in it.");
    case EROFS:
        return QStringLiteral("The file system is read-only. Choose another place.");
    case EEXIST:
        return QStringLiteral("There is such a file already. Choose another name.");
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
        return QStringLiteral("Capturing needs an administrator's consent, and it was not given. Start again and confirm, or ask an "
                              "administrator.");
    case capture::ErrorKind::Refused:
        return refusalText(wire::Refusal(error.refusal));
    case capture::ErrorKind::Protocol:
        return QStringLiteral("The helper sent something that this version does not understand, so the capture was ended. Check that Cleartap "
                              "and cleartap-helper are of the same version, then start again.");
    case capture::ErrorKind::HelperLost:
        return QStringLiteral("The capture helper ended unexpectedly. Everything captured so far is kept; start again to go on.");
    case capture::ErrorKind::DiskFull:
        return QStringLiteral("The disk is full, so the capture was stopped. Everything captured so far is kept; make room and start again.");
    case capture::ErrorKind::File:
        return fileText(error);
    case capture::ErrorKind::NotACapture:
        return QStringLiteral("This is not a capture that this version can read. Open a .cleartap or .har file, or use a newer version of "
                              "Cleartap.");
    case capture::ErrorKind::Damaged:
        return QStringLiteral("The capture file is damaged after its first %1. Everything before the damage is shown.").arg(sizeText(error.position));
    }
    return QStringLiteral("Something went wrong that this version has no words for.");
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
        return QStringLiteral("the first line is not HTTP; the rest is shown as it came");
    case Fault::MalformedField:
        return QStringLiteral("a header line is malformed; shown as far as it is understood");
    case Fault::MalformedChunk:
        return QStringLiteral("the chunked body is malformed; shown up to there");
    case Fault::HeadTooLong:
        return QStringLiteral("the headers are longer than Cleartap reads");
    case Fault::TooManyFields:
        return QStringLiteral("there are more headers than Cleartap reads");
    case Fault::ConflictingLength:
        return QStringLiteral("the headers contradict each other about the body's length: request smuggling, or a bug");
    case Fault::Gap:
        return QStringLiteral("some of its bytes were not captured");
    case Fault::CutByClose:
        return QStringLiteral("the connection was closed before it was complete");
    case Fault::UnexpectedResponse:
        return QStringLiteral("its request was not seen: the capture began after it, or it was lost");
    case Fault::MalformedFrame:
        return QStringLiteral("a frame is malformed; shown up to there");
    case Fault::StreamReset:
        return QStringLiteral("one side reset the stream");
    case Fault::CompressionUnknown:
        return QStringLiteral("some headers refer to what was sent before the capture began");
    case Fault::ConnectionError:
        return QStringLiteral("the connection ended with a protocol error");
    case Fault::BeganBefore:
        return QStringLiteral("it began before the capture did");
    case Fault::CaptureEnded:
        return QStringLiteral("the capture ended before it was complete");
    }
    return QStringLiteral("something is odd that this version has no words for");
}

QString protocolText(protocols::Protocol protocol)
{
    if (protocol == protocols::Protocol::Unknown)
        return QStringLiteral("unknown protocol");
    if (protocol == protocols::Protocol::Opaque)
        return QStringLiteral("bytes of no known protocol");
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
        return QStringLiteral("%1 of it were not captured").arg(sizeText(e.lostBytes));
    return {};
}

} // namespace ui
