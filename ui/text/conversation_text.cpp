// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/conversation_text.h"

#include "app/decode/pretty.h"
#include "ui/models/format.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Conversation)
};

QString modelText(const llm::Transcript &call)
{
    const QString asked = text(call.asked), answered = text(call.answered), api = text(llm::dialectName(call.dialect));
    if (asked.isEmpty() && answered.isEmpty())
        return Words::tr("Model not named (%1)").arg(api);
    if (asked.isEmpty() || answered.isEmpty() || asked == answered)
        return Words::tr("%1 (%2)").arg(asked.isEmpty() ? answered : asked, api);
    return Words::tr("%1, answered by %2 (%3)").arg(asked, answered, api);
}

QString usageText(const llm::Usage &usage)
{
    QStringList counts;
    if (usage.input)
        counts << Words::tr("%1 tokens in").arg(countText(*usage.input));
    if (usage.cached)
        counts << Words::tr("%1 from the cache").arg(countText(*usage.cached));
    if (usage.output)
        counts << Words::tr("%1 tokens out").arg(countText(*usage.output));
    if (usage.reasoning)
        counts << Words::tr("%1 for reasoning").arg(countText(*usage.reasoning));
    return counts.isEmpty() ? Words::tr("Tokens not told") : counts.join(QStringLiteral(", "));
}

} // namespace

QString roleText(llm::Role role)
{
    switch (role) {
    case llm::Role::System:
        return Words::tr("System");
    case llm::Role::User:
        return Words::tr("User");
    case llm::Role::Tool:
        return Words::tr("Tool");
    case llm::Role::Assistant:
        break;
    }
    return Words::tr("Assistant");
}

QString partText(const llm::Part &part)
{
    const QString name = text(part.name);
    switch (part.kind) {
    case llm::PartKind::Text:
        return {};
    case llm::PartKind::Reasoning:
        return Words::tr("Reasoning");
    case llm::PartKind::ToolCall:
        return part.id.empty() ? Words::tr("Calls %1").arg(name) : Words::tr("Calls %1 (%2)").arg(name, text(part.id));
    case llm::PartKind::ToolResult: {
        const QString of = name.isEmpty() ? text(part.id) : name;
        return part.failed ? Words::tr("Failure of %1").arg(of) : Words::tr("Result of %1").arg(of);
    }
    case llm::PartKind::Image:
        return part.bytes ? Words::tr("Image, %1, %2").arg(name.isEmpty() ? Words::tr("type not told") : name, sizeText(part.bytes)) : Words::tr("Image, elsewhere");
    case llm::PartKind::File:
        break;
    }
    return part.bytes ? Words::tr("File, %1, %2").arg(name.isEmpty() ? Words::tr("type not told") : name, sizeText(part.bytes)) : Words::tr("File, elsewhere");
}

QString partContents(const llm::Part &part)
{
    std::string contents = part.text;
    if (part.kind == llm::PartKind::ToolCall || part.kind == llm::PartKind::ToolResult)
        if (contents.starts_with('{') || contents.starts_with('['))
            contents = decode::prettyJson(contents);
    const QString shown = QString::fromUtf8(contents.data(), qsizetype(contents.size()));
    return part.cut ? Words::tr("%1\n[The rest is in the body.]").arg(shown) : shown;
}

QStringList callFigures(const llm::Transcript &call)
{
    QStringList lines{modelText(call), usageText(call.usage)};
    if (call.firstToken != base::unknownDuration)
        lines << Words::tr("First token after %1").arg(durationText(call.firstToken));
    if (call.tokensPerSecond)
        lines << Words::tr("%1 tokens a second").arg(*call.tokensPerSecond, 0, 'f', 1);
    if (!call.stop.empty())
        lines << Words::tr("Ended by %1").arg(text(call.stop));
    if (call.toolCount)
        lines << Words::tr("Tools offered: %1").arg(countText(call.toolCount));
    return lines;
}

} // namespace ui
