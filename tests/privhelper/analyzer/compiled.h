// SPDX-License-Identifier: GPL-3.0-or-later
// Test support: compiles a fixture with the machine's own compiler, and inspects it with an independent disassembler.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <cstddef>
#include <span>

namespace testing {

inline QByteArray output(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qWarning("%s failed: %s", qPrintable(program), process.readAllStandardError().constData());
    return process.readAllStandardOutput();
}

inline QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline std::span<const std::byte> bytesOf(const QByteArray &array)
{
    return std::as_bytes(std::span(array.constData(), static_cast<size_t>(array.size())));
}

// The first library in a file; without any, none with the file's problem.
inline analyzer::Stack stackOf(const analyzer::Plan &plan)
{
    if (!plan.stacks.empty())
        return plan.stacks.front();
    analyzer::Stack none;
    none.problem = plan.problem;
    return none;
}

// A shared library built from a file in tests/data/elf.
inline QByteArray compiled(const QTemporaryDir &dir, const QString &source, const QStringList &options)
{
    static int count = 0;
    const QString path = dir.filePath(QStringLiteral("fixture%1.so").arg(++count));
    output(QStringLiteral("cc"),
           QStringList { "-shared", "-fPIC", "-o", path } + options + QStringList { QStringLiteral(TEST_DATA "/elf/") + source });
    return contents(path);
}

// Instructions by file offset, as objdump prints them: "push   %r13".
class Listing {
public:
    explicit Listing(const QString &path)
    {
        // Sections that are loaded: "  [13] .text PROGBITS 00000000000218b0 0218b0 05a736 00 AX …"
        qint64 shift = 0;
        bool ok = false;
        for (const QByteArray &line : output(QStringLiteral("readelf"), { "-SW", path }).split('\n')) {
            const QByteArray rest = line.mid(line.indexOf(']') + 1).simplified();
            const QList<QByteArray> words = rest.split(' ');
            if (words.size() > 4 && words[0] == ".text")
                shift = words[2].toLongLong(&ok, 16) - words[3].toLongLong(&ok, 16);
        }
        QString function;
        for (const QByteArray &line : output(QStringLiteral("objdump"), { "-dw", "--no-show-raw-insn", path }).split('\n')) {
            if (line.endsWith(">:")) {
                function = QString::fromLatin1(line.mid(line.indexOf('<') + 1).chopped(2));
                function = function.left(function.indexOf('@') < 0 ? function.size() : function.indexOf('@'));
                continue;
            }
            const qint64 address = line.left(line.indexOf(':')).trimmed().toLongLong(&ok, 16);
            if (!ok)
                continue;
            const QString text = QString::fromLatin1(line.mid(line.indexOf('\t') + 1));
            m_byOffset.insert(static_cast<quint64>(address - shift), text);
            m_byFunction[function] += text + QLatin1Char('\n');
            if (!m_entries.contains(function))
                m_entries.insert(function, static_cast<quint64>(address - shift));
        }
        m_shift = shift;
    }

    QString at(quint64 offset) const { return m_byOffset.value(offset); }
    QString body(const QString &function) const { return m_byFunction.value(function); }
    quint64 entry(const QString &function) const { return m_entries.value(function); }
    quint64 address(quint64 offset) const { return offset + static_cast<quint64>(m_shift); }

private:
    QHash<quint64, QString> m_byOffset;
    QHash<QString, QString> m_byFunction;
    QHash<QString, quint64> m_entries;
    qint64 m_shift = 0;
};

} // namespace testing
