// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/result_text.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ResultText)
};

} // namespace

QString savedText(const CaptureFiles::Saved &saved)
{
    if (saved.errnoValue != 0)
        return Words::tr("The capture could not be saved: %1. Choose another location or free some space.").arg(qt_error_string(saved.errnoValue));
    const QString path = saved.paths.value(0);
    const QString hidden = countText(saved.hidden), leftOut = countText(saved.leftOut), kept = countText(saved.kept);
    if (saved.masked && saved.kept > 0)
        return saved.leftOut > 0 ? Words::tr("Saved %1: %2 values masked; left in plain text by choice: %3 kinds; %4 bodies left out, which could not be searched or rewritten").arg(path, hidden, kept, leftOut)
                                 : Words::tr("Saved %1: %2 values masked; left in plain text by choice: %3 kinds").arg(path, hidden, kept);
    if (saved.masked && saved.leftOut > 0)
        return Words::tr("Saved %1: %2 values masked; %3 bodies left out, which could not be searched or rewritten").arg(path, hidden, leftOut);
    if (saved.masked)
        return Words::tr("Saved %1: %2 values masked").arg(path, hidden);
    return saved.paths.size() > 1 ? Words::tr("Saved %1 and %2 more").arg(path).arg(saved.paths.size() - 1) : Words::tr("Saved %1").arg(path);
}

QString harErrorText(const exporters::HarReadError &error)
{
    using exporters::HarError;
    switch (error.kind) {
    case HarError::File:
        return Words::tr("The file could not be read: %1.").arg(qt_error_string(error.errnoValue));
    case HarError::NotJson:
        return Words::tr("Not a HAR file: invalid JSON at byte %1.").arg(error.position);
    case HarError::NotHar:
        return Words::tr("Not a HAR file: it has no log.entries.");
    case HarError::TooLarge:
        return Words::tr("The file is too large or too deeply nested.");
    }
    return QString();
}

QString skippedText(uint64_t entries)
{
    return Words::tr("%1 invalid entries were skipped.").arg(countText(entries));
}

QString exportingText(size_t done, size_t total)
{
    return Words::tr("Exporting %1 of %2 …").arg(countText(done), countText(total));
}

QString exportedText(const exporters::ExportReport &report)
{
    const QString entries = countText(report.entries + report.queries + report.channels);
    const QString masked = countText(report.masked.count);
    const uint64_t others = report.failed + report.conversations + report.unreadable;
    if (report.masked.count > 0)
        return others > 0 ? Words::tr("Exported %1 exchanges, %2 secrets masked, plus %3 conversations and connections").arg(entries, masked, countText(others))
                          : Words::tr("Exported %1 exchanges, %2 secrets masked").arg(entries, masked);
    return others > 0 ? Words::tr("Exported %1 exchanges, plus %2 conversations and connections").arg(entries, countText(others))
                      : Words::tr("Exported %1 exchanges").arg(entries);
}

QString unreadBodiesText(const exporters::ExportReport &report)
{
    return report.bodiesUnread == 0
        ? QString()
        : Words::tr("The bodies of %1 exchanges could not be read from the capture file and are missing from the export.").arg(countText(report.bodiesUnread));
}

QString exportErrorText(int errnoValue)
{
    return Words::tr("The HAR file could not be written: %1. Choose another location or free some space.").arg(qt_error_string(errnoValue));
}

QString bodiesSavedText(const exporters::BodyFilesReport &report, const QString &folder, bool masked)
{
    const QString name = folder.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
    if (report.unread > 0)
        return (masked ? Words::tr("%1 bodies saved in %2, secrets masked; %3 are incomplete") : Words::tr("%1 bodies saved in %2, secrets included; %3 are incomplete"))
            .arg(countText(report.written), name, countText(report.unread));
    return (masked ? Words::tr("%1 bodies saved in %2, secrets masked") : Words::tr("%1 bodies saved in %2, secrets included")).arg(countText(report.written), name);
}

QString bodiesErrorText(int errnoValue)
{
    return Words::tr("The bodies could not be saved: %1. Choose another folder or free some space.").arg(qt_error_string(errnoValue));
}

QString fileErrorText(const QString &path, int errnoValue)
{
    return Words::tr("%1 could not be written: %2. Choose another location or free some space.").arg(path.section(QLatin1Char('/'), -1), qt_error_string(errnoValue));
}

QString keyErrorText(int errnoValue)
{
    return Words::tr("The key for tags could not be used: %1. The tags in this file cannot be compared with those in others.").arg(qt_error_string(errnoValue));
}

QString marksErrorText(const MarksError &error)
{
    const QString name = error.path.section(QLatin1Char('/'), -1);
    switch (error.kind) {
    case MarksError::Kind::File:
        return Words::tr("The marks beside the capture (%1) could not be read or written: %2.").arg(name, qt_error_string(error.errnoValue));
    case MarksError::Kind::NotMarks:
        return Words::tr("%1 does not hold marks that this version can read. It stays as it is; new marks are kept once the capture is saved under another name.").arg(name);
    case MarksError::Kind::OtherCapture:
        return Words::tr("The marks in %1 belong to another capture and are not shown. They stay as they are; new marks are kept once the capture is saved under another name.").arg(name);
    case MarksError::Kind::TooLarge:
        return Words::tr("%1 is too large to be a file of marks. It stays as it is.").arg(name);
    }
    return QString();
}

QString leftoverText(qsizetype captures)
{
    return captures == 1
        ? Words::tr("An unsaved capture was left by a window that ended unexpectedly. It is deleted when this window closes.")
        : Words::tr("%1 unsaved captures were left by windows that ended unexpectedly. They are deleted when this window closes.").arg(captures);
}

QString protobufProblemText(const QStringList &problems)
{
    return problems.size() > 1 ? Words::tr("Protobuf: %1 (and %2 more)").arg(problems.first()).arg(problems.size() - 1)
                               : Words::tr("Protobuf: %1").arg(problems.value(0));
}

} // namespace ui
