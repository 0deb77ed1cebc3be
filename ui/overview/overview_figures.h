// SPDX-License-Identifier: GPL-3.0-or-later
// The counts of an overview as figures with names, bars and filter terms.
#pragma once

#include "ui/models/overview_counts.h"
#include "ui/overview/figure_model.h"

#include <vector>

namespace ui {

std::vector<Figure> sumFigures(const OverviewCounts &);
std::vector<Figure> statusFigures(const OverviewCounts &);
std::vector<Figure> pathFigures(const OverviewCounts &, int most);
std::vector<Figure> processFigures(const OverviewCounts &, int most);
std::vector<Figure> hostFigures(const OverviewCounts &, int most);
std::vector<Figure> tlsFigures(const OverviewCounts &);

} // namespace ui
