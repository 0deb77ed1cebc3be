// SPDX-License-Identifier: GPL-3.0-or-later
// What the bench measures: a line for each figure, which the process that started it puts into a table.
#pragma once

#include <QString>

#include <cstdio>
#include <vector>

namespace bench {

// What a figure must be, and what would be better; 0: nothing is demanded.
struct Goal {
    double must = 0, aim = 0;
    bool atLeast = false;   // else at most
};

struct Figure {
    QString what, unit, note;
    double value = 0;
    Goal goal;

    // `slack`: how many times worse is still accepted, on a machine that does other things too.
    bool isMet(double slack) const { return goal.must == 0 || (goal.atLeast ? value * slack >= goal.must : value <= goal.must * slack); }
    bool isAsAimed() const { return goal.aim > 0 && (goal.atLeast ? value >= goal.aim : value <= goal.aim); }
};

inline const char *const figureMark = "figure";

inline void tell(const QString &what, double value, const QString &unit, Goal goal = {}, const QString &note = {})
{
    std::printf("%s\t%s\t%.6f\t%s\t%g\t%g\t%d\t%s\n", figureMark, qPrintable(what), value, qPrintable(unit), goal.must, goal.aim, goal.atLeast, qPrintable(note));
    std::fflush(stdout);
}

// Of an odd number of values.
double median(std::vector<double> values);
// From /proc/self/status: what the whole process has in memory, and the most it had. MiB.
double residentMiB();
double mostResidentMiB();

} // namespace bench
