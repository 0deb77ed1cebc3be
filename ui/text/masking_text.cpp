// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/masking_text.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <cerrno>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MaskingText)
};

QString nameOf(const QString &path) { return path.section(QLatin1Char('/'), -1); }

QString partText(masked::Part part)
{
    switch (part) {
    case masked::Part::Target: return Words::tr("URL");
    case masked::Part::RequestHead: return Words::tr("Request headers");
    case masked::Part::RequestBody: return Words::tr("Request body");
    case masked::Part::ResponseHead: return Words::tr("Response headers");
    case masked::Part::ResponseBody: return Words::tr("Response body");
    case masked::Part::Result: return Words::tr("Result");
    case masked::Part::Message: return Words::tr("Message");
    case masked::Part::Process: return Words::tr("Command line");
    case masked::Part::Connection: return Words::tr("Connection");
    }
    return QString();
}

} // namespace

QString rulesProblemText(const MaskingRules::Problem &problem)
{
    if (!problem.errors.empty())
        return Words::tr("Nothing can be masked without your own rules: %1").arg(ruleErrorText(problem.path, problem.errors.front()));
    if (problem.errnoValue == ENOENT)
        return Words::tr("Nothing can be masked without your own rules, and their file is gone: %1.").arg(problem.path);
    return Words::tr("Nothing can be masked without your own rules, and %1 could not be read: %2.").arg(problem.path, qt_error_string(problem.errnoValue));
}

QString ruleErrorText(const QString &path, const masking::RuleFileError &error)
{
    using Kind = masking::RuleFileError::Kind;
    const QString name = nameOf(path), words = text(error.words);
    switch (error.kind) {
    case Kind::UnknownKind:
        return Words::tr("%1, line %2: \"%3\" is no kind of rule; begin the line with header, name or form.").arg(name).arg(error.line).arg(words);
    case Kind::Missing:
        return Words::tr("%1, line %2: something is missing after %3.").arg(name).arg(error.line).arg(words);
    case Kind::TooMany:
        return Words::tr("%1, line %2: there are more than %3 rules.").arg(name).arg(error.line).arg(words);
    case Kind::BadPattern:
        break;
    }
    return Words::tr("%1, line %2: the regular expression cannot be used: %3.").arg(name).arg(error.line).arg(words);
}

QString ruleErrorText(const masking::RuleFileError &error)
{
    if (error.kind == masking::RuleFileError::Kind::BadPattern)
        return Words::tr("The regular expression cannot be used: %1.").arg(text(error.words));
    return error.words == "form" ? Words::tr("Enter a name and a regular expression.") : Words::tr("Enter a name.");
}

QString ruleKindText(masking::RuleKind kind)
{
    switch (kind) {
    case masking::RuleKind::Header: return Words::tr("Header");
    case masking::RuleKind::Name: return Words::tr("Name");
    case masking::RuleKind::Form: return Words::tr("Form");
    }
    return QString();
}

QString secretKindText(const masked::HiddenKind &kind)
{
    const QString name = clippedText(kind.name, 60);
    if (kind.kind.starts_with("header "))
        return Words::tr("%1 header").arg(name);
    if (kind.kind.starts_with("cookie "))
        return name.isEmpty() ? Words::tr("Cookie without a name") : Words::tr("Cookie %1").arg(name);
    const bool named = kind.where == "query" || kind.where == "form" || kind.where == "json" || kind.where == "column" || kind.where == "statement";
    return named ? Words::tr("%1 field").arg(name) : name;
}

QString placesText(uint64_t places, uint64_t exchanges)
{
    const QString in = exchanges == 1 ? Words::tr("1 exchange") : Words::tr("%1 exchanges").arg(countText(exchanges));
    return places == 1 ? Words::tr("1 place in %1").arg(in) : Words::tr("%1 places in %2").arg(countText(places), in);
}

QString placeText(const masked::HiddenExample &example)
{
    const QString name = clippedText(example.name, 60);
    return name.isEmpty() ? partText(example.part) : Words::tr("%1, %2").arg(partText(example.part), name);
}

QString trialText(const TrialCounts &counts)
{
    return counts.isComplete() ? QString() : Words::tr("%1 of %2 exchanges looked through …").arg(countText(counts.done), countText(counts.total));
}

} // namespace ui
