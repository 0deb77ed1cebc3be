// SPDX-License-Identifier: GPL-3.0-or-later
// A report of checks as JUnit XML, as build servers read it (the schema of the Jenkins xUnit plugin).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace exporters {

struct CheckResult {
    std::string name;
    std::string failure;             // a sentence; empty: it was met
    std::vector<std::string> details;
};

std::string junitReport(std::string_view suite, const std::vector<CheckResult> &);

} // namespace exporters
