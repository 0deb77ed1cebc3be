// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the marks of a saved capture beside it: reads them when it is opened, and writes them when it is saved and a
// moment after each edit.
#pragma once

#include "ui/background/background.h"
#include "ui/workspace/capture_controller.h"
#include "ui/workspace/capture_files.h"
#include "ui/workspace/marks_file.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace ui {

class MarkStore : public QObject
{
    Q_OBJECT
public:
    MarkStore(CaptureController &, CaptureFiles &, Marks &, QObject *parent = nullptr);
    ~MarkStore() override;               // writes what is pending

    // Edits have a place to be kept in.
    bool keeps() const { return !m_places.empty(); }

Q_SIGNALS:
    // The marks beside the capture are not shown, and that file stays as it is; or edits could not be written.
    void failed(const ui::MarksError &);

private:
    struct Place {
        QString capture;
        base::ExchangeId begin = 0, end = base::noId;   // its exchanges in the list
        std::vector<SavedMark> unmatched;               // of exchanges that it does not have
    };
    struct Write {
        QString capture;
        std::vector<SavedMark> marks;
    };

    void read(const QString &capture);
    void take(const QString &capture, const std::vector<SavedMark> &);
    void keepBeside(const QStringList &captures);
    std::vector<Write> writes() const;
    void writeNow();
    void writeInBackground();

    CaptureController &m_capture;
    Marks &m_marks;
    std::vector<Place> m_places;
    QString m_refused;                   // a capture whose marks are not ours to write
    std::vector<Write> m_pending;        // the store may be empty when they are written
    QTimer m_soon;
    Background m_reading, m_writing;
};

} // namespace ui
