// SPDX-License-Identifier: GPL-3.0-or-later
// Writes exchanges as a HAR file while the window goes on: the store is read here, on the GUI
// thread, a few exchanges at a time; bodies are read and written on another.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "app/exporters/har_writer.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <thread>
#include <vector>

namespace ui {

class HarExport : public QObject
{
    Q_OBJECT
public:
    explicit HarExport(const exchange::Store &, QObject *parent = nullptr);
    ~HarExport() override;          // an unfinished export leaves no file

    // One at a time; false while one runs. `store` must keep `ids` until finished() or failed().
    bool start(std::vector<uint32_t> ids, std::shared_ptr<const base::BodySource>, const QString &path, bool masked,
               std::shared_ptr<const decode::ProtobufTypes> types = {});
    void cancel();
    bool isRunning() const { return bool(m_work); }
    QString path() const { return m_path; }

Q_SIGNALS:
    void progressed(size_t done, size_t total);
    void finished(const exporters::ExportReport &);
    void failed(int errnoValue);    // ECANCELED after cancel()

private:
    struct Work;
    void feed();
    void close();

    const exchange::Store &m_store;
    std::vector<uint32_t> m_ids;
    size_t m_next = 0;
    std::shared_ptr<Work> m_work;
    std::thread m_thread;
    QTimer m_feed;
    QString m_path;
};

} // namespace ui
