// SPDX-License-Identifier: GPL-3.0-or-later
// Saves the list's captures, and reads files into it, off the GUI thread. Results are values.
#pragma once

#include "app/exporters/har_reader.h"
#include "ui/workspace/capture_controller.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <utility>

namespace ui {

inline const QString captureEnding = QStringLiteral(".cleartap");
inline const QString harEnding = QStringLiteral(".har");

class CaptureFiles : public QObject
{
    Q_OBJECT
public:
    struct Saved {
        QStringList paths;          // a list of several captures becomes NAME.cleartap, NAME-2.cleartap, …
        int errnoValue = 0;         // 0: saved
        bool masked = false;
        uint64_t hidden = 0, leftOut = 0;   // masked: values, and bodies that could not be searched for secrets
        size_t kept = 0;                    // kinds of secrets left in plain text
    };

    explicit CaptureFiles(CaptureController &, QObject *parent = nullptr);

    // A HAR file if it ends in .har, else a capture. Only when the controller is idle.
    void open(const QString &path);
    // Adds the ending if it is missing. saved() follows; false if a save is already under way.
    bool save(QString path);
    // The same without the secrets: rows instead of the bytes that were captured. The capture itself stays unsaved. By the
    // user's own rules too; false if they cannot be used. `kept`: kinds of secrets (masking::kindOf) that stay as they are.
    bool saveMasked(QString path, const std::set<std::string, std::less<>> &kept = {});
    bool isSaving() const { return m_saving; }

Q_SIGNALS:
    void saved(const ui::CaptureFiles::Saved &);
    // A HAR file is shown; `skipped` of its entries were invalid.
    void imported(const QString &path, uint64_t skipped);
    void importFailed(const exporters::HarReadError &);

private:
    using Copies = QList<std::pair<std::string, std::string>>;
    // From the files of the list; their names go to `paths`.
    Copies copiesTo(QString path, QStringList &paths) const;

    CaptureController &m_capture;
    bool m_saving = false;
};

} // namespace ui
