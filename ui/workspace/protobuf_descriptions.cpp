// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/protobuf_descriptions.h"

#include "ui/background/in_background.h"

#include <QFile>
#include <QSettings>

namespace ui {

namespace {

const QString pathsKey = QStringLiteral("protobuf/descriptions");

struct Read {
    std::shared_ptr<decode::ProtobufTypes> types;
    QStringList problems;
};

} // namespace

ProtobufDescriptions::ProtobufDescriptions(QObject *parent) : QObject(parent), m_types(std::make_shared<decode::ProtobufTypes>()) { }

void ProtobufDescriptions::restore()
{
    m_paths = QSettings().value(pathsKey).toStringList();
    if (!m_paths.isEmpty())
        read();
}

void ProtobufDescriptions::add(const QStringList &paths)
{
    for (const QString &path : paths)
        if (!m_paths.contains(path))
            m_paths << path;
    QSettings().setValue(pathsKey, m_paths);
    read();
}

void ProtobufDescriptions::forget()
{
    m_paths.clear();
    QSettings().remove(pathsKey);
    read();
}

void ProtobufDescriptions::read()
{
    const uint64_t mine = ++m_newest;
    inBackground(
        this,
        [paths = m_paths] {
            Read result { std::make_shared<decode::ProtobufTypes>(), {} };
            for (const QString &path : paths)
                for (const std::string &problem : result.types->add(QFile::encodeName(path).toStdString()))
                    result.problems << QString::fromStdString(problem);
            return result;
        },
        [this, mine](Read result) {
            if (mine != m_newest)
                return;
            m_types = std::move(result.types);
            Q_EMIT changed();
            if (!result.problems.isEmpty())
                Q_EMIT problems(result.problems);
        });
}

} // namespace ui
