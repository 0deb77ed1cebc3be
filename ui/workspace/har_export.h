// SPDX-License-Identifier: GPL-3.0-or-later
// Writes exchanges to a HAR file, masked with this installation's key, while the window keeps working: reads the store here, on the GUI thread, a few
// exchanges at a time; reads and writes bodies on another thread.
#pragma once

#include "app/base/body_source.h"
#include "app/calls/calls.h"
#include "app/exchange/store.h"
#include "app/exporters/har_writer.h"
#include "ui/background/background.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <expected>
#include <memory>
#include <vector>

namespace ui {

class HarExport : public QObject
{
    Q_OBJECT
public:
    // Both outlive it.
    HarExport(const exchange::Store &, const calls::Calls &, QObject *parent = nullptr);
    ~HarExport() override;          // an unfinished export leaves no file

    // One at a time; false if one is already running. `store` must keep `ids` until finished() or failed(). The key and
    // the creator's version are added to the options.
    bool start(std::vector<uint32_t> ids, std::shared_ptr<const base::BodySource>, const QString &path, exporters::ExportOptions);
    void cancel();
    bool isRunning() const { return bool(m_work); }
    QString path() const { return m_path; }

Q_SIGNALS:
    void progressed(size_t done, size_t total);
    // `keyError`: why this installation's key could not be used for the tags, errno; 0: it was, or none was needed.
    void finished(const exporters::ExportReport &, int keyError);
    void failed(int errnoValue);    // ECANCELED after cancel()

private:
    struct Work;
    void feed();
    void end(const std::expected<exporters::ExportReport, int> &);

    const exchange::Store &m_store;
    const calls::Calls &m_calls;
    std::shared_ptr<Work> m_work;
    QTimer m_feed;
    QString m_path;
    Background m_writing;
};

} // namespace ui
