// SPDX-License-Identifier: GPL-3.0-or-later
// What came of saving, opening and exporting, in sentences.
#pragma once

#include "app/exporters/body_files.h"
#include "app/exporters/har_writer.h"
#include "ui/workspace/capture_files.h"
#include "ui/workspace/marks_file.h"

#include <QString>
#include <QStringList>

namespace ui {

QString savedText(const CaptureFiles::Saved &);
QString harErrorText(const exporters::HarReadError &);
// Entries of a HAR file that are not shown.
QString skippedText(uint64_t entries);
QString exportingText(size_t done, size_t total);
QString exportedText(const exporters::ExportReport &);
// Empty if all bodies were read.
QString unreadBodiesText(const exporters::ExportReport &);
QString exportErrorText(int errnoValue);
// Marks that are not shown, or not kept.
QString marksErrorText(const MarksError &);
QString leftoverText(qsizetype captures);
QString protobufProblemText(const QStringList &problems);

QString bodiesSavedText(const exporters::BodyFilesReport &, const QString &folder, bool masked);
QString bodiesErrorText(int errnoValue);
// A file that could not be written.
QString fileErrorText(const QString &path, int errnoValue);
// The key for tags could not be used.
QString keyErrorText(int errnoValue);

} // namespace ui
