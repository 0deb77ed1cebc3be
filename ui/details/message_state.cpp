// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/message_state.h"

#include "ui/details/message_head.h"
#include "ui/models/format.h"
#include "ui/text/error_text.h"

#include <QCoreApplication>

namespace ui {

using protocols::Half;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MessageState)
};

const exchange::Message &messageOf(const exchange::Exchange &e, Half half) { return half == Half::Request ? e.request : e.response; }

} // namespace

bool isRunning(const exchange::Exchange &e, Half half)
{
    const bool open = e.kind == exchange::Kind::Channel && half == Half::Response;
    return e.state == exchange::State::InProgress && (open || messageOf(e, half).end == 0);
}

QString absenceText(const exchange::Exchange &e, Half half)
{
    const exchange::Message &message = messageOf(e, half);
    if (e.kind == exchange::Kind::Failed)
        return Words::tr("No connection to %1: %2.").arg(text(e.host), stateText(e));
    if (e.kind == exchange::Kind::NotReadable) {
        QString sentence = stateText(e);
        if (!sentence.isEmpty())
            sentence[0] = sentence[0].toUpper();
        return sentence + QLatin1Char('.');
    }
    if (e.kind == exchange::Kind::Query && half == Half::Response && message.end != 0)
        return Words::tr("The response has no message.");
    if (message.head.empty() && message.begin == 0) {
        if (half == Half::Request)
            return Words::tr("The request was not captured: the capture started later, or it was lost.");
        return isRunning(e, half) ? Words::tr("No response yet.") : Words::tr("There was no response.");
    }
    if (e.kind == exchange::Kind::Query)
        return isRunning(e, half) ? Words::tr("No response yet.") : Words::tr("The end of the response was not captured.");
    if (message.head.empty())
        return Words::tr("The headers were not captured.");
    if (message.bodyLost > 0)
        return Words::tr("None of the body (%1) was captured.").arg(sizeText(message.bodyLost));
    if (isRunning(e, half))
        return Words::tr("No body yet.");
    return half == Half::Request ? Words::tr("The request has no body.") : Words::tr("The response has no body.");
}

QStringList stateNotices(const exchange::Exchange &e, Half half, const exchange::Head &head)
{
    const exchange::Message &m = messageOf(e, half);
    QStringList notices;
    const auto declared = contentLength(head);
    if (m.fault == protocols::Fault::BeyondLimit)
        notices << Words::tr("Kept %1 of %2; the rest is beyond the body limit.")
                       .arg(sizeText(m.bodyBytes), sizeText(m.bodyBytes + m.bodyLost));
    else if (m.bodyLost > 0)
        notices << Words::tr("Captured %1 of %2; the rest was lost.")
                       .arg(sizeText(m.bodyBytes), sizeText(m.bodyBytes + m.bodyLost));
    else if (m.fault == protocols::Fault::CutByClose && declared && *declared > m.bodyBytes)
        notices << Words::tr("The connection was closed after %1 of %2.").arg(sizeText(m.bodyBytes), sizeText(*declared));
    else if (m.fault != protocols::Fault::None)
        notices << Words::tr("Odd: %1.").arg(faultText(m.fault));
    return notices;
}

QString summaryText(const exchange::Exchange &e, Half half, const exchange::Head &head, const BodyContent *content)
{
    const exchange::Message &m = messageOf(e, half);
    if (e.kind == exchange::Kind::NotReadable || e.kind == exchange::Kind::Failed || (m.head.empty() && m.body.empty()))
        return {};
    QStringList parts;
    if (m.body.empty() && m.bodyLost == 0) {
        if (half == Half::Response)
            parts << (isRunning(e, half) ? Words::tr("no body yet") : Words::tr("no body"));
    } else {
        decode::Format format = decode::Format::Empty;
        if (content)
            format = content->format;
        else if (const std::string *type = head.find("content-type"))
            format = decode::declaredFormat(exchange::parseContentType(*type).media);
        if (format != decode::Format::Empty)
            parts << text(decode::formatName(format));
        const std::string *coding = head.find("content-encoding");
        const bool coded = coding != nullptr && !coding->empty() && !exchange::equalsIgnoringCase(*coding, "identity");
        if (!coded)
            parts << sizeText(m.bodyBytes);
        else if (content && content->decoded)
            parts << sizeText(content->decodedBytes) << QStringLiteral("%1 %2").arg(clippedText(*coding, 24), sizeText(m.bodyBytes));
        else
            parts << QStringLiteral("%1 %2").arg(clippedText(*coding, 24), sizeText(m.bodyBytes));
    }
    if (m.bodyLost > 0)
        parts << Words::tr("captured %1 of %2").arg(sizeText(m.bodyBytes), sizeText(m.bodyBytes + m.bodyLost));
    else if (m.fault == protocols::Fault::CutByClose)
        parts << Words::tr("cut: connection closed");
    else if (m.fault != protocols::Fault::None)
        parts << QStringLiteral("odd");
    else if (isRunning(e, half))
        parts << (half == Half::Request ? QStringLiteral("sending") : e.kind == exchange::Kind::Channel ? QStringLiteral("open") : QStringLiteral("receiving"));
    else if (m.complete && !(half == Half::Request && m.body.empty()))
        parts << QStringLiteral("complete");
    return parts.join(QStringLiteral(" · "));
}

} // namespace ui
