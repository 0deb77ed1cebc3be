// SPDX-License-Identifier: GPL-3.0-or-later
// The protobuf descriptions that the user has added: remembered in the settings, read in the background.
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

    // What is built in, and what was added as far as it is read by now. Never null.
    std::shared_ptr<const decode::ProtobufTypes> types() const { return m_types; }
    const QStringList &paths() const { return m_paths; }
    // Reads what the settings name.
    void restore();
    // .proto files, folders of them, sets of descriptors.
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
