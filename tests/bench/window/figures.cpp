// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/figures.h"

#include <QFile>

#include <algorithm>

namespace bench {

namespace {

double statusMiB(const char *name)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        if (line.startsWith(name))
            return line.simplified().split(' ').value(1).toDouble() / 1024;
    return 0;
}

} // namespace

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values[values.size() / 2];
}

double residentMiB() { return statusMiB("VmRSS:"); }
double mostResidentMiB() { return statusMiB("VmHWM:"); }

} // namespace bench
