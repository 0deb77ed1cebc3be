// SPDX-License-Identifier: GPL-3.0-or-later
// The protobuf descriptors added by the user: stored in the settings, read in the background.
#pragma once

#include "app/decode/protobuf_types.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace ui {

class ProtobufDescriptions : public QObject
{
    Q_OBJECT
public:
    explicit ProtobufDescriptions(QObject *parent = nullptr);

    // The built-in types, plus what was added as far as it has been read. Never null.
    std::shared_ptr<const decode::ProtobufTypes> types() const { return m_types; }
    const QStringList &paths() const { return m_paths; }
    // Reads the files named in the settings.
    void restore();
    // .proto files, folders of them, descriptor sets.
    void add(const QStringList &paths);
    void forget();

Q_SIGNALS:
    void changed();
    // Sentences with file and line.
    void problems(const QStringList &);

private:
    void read();

    QStringList m_paths;
    std::shared_ptr<const decode::ProtobufTypes> m_types;
    uint64_t m_newest = 0;
};

} // namespace ui
