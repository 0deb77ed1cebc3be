// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/causes/causes_panel.h"
#include "ui/compare/compare_panel.h"
#include "ui/details/details_panel.h"
#include "ui/map/map_panel.h"
#include "ui/overview/overview_panel.h"
#include "ui/table/table_panel.h"
#include "ui/tree/side_panel.h"
#include "ui/window/panel.h"

namespace ui {

std::vector<std::unique_ptr<Panel>> makePanels(Theme &theme, Workspace &workspace)
{
    std::vector<std::unique_ptr<Panel>> panels;
    panels.push_back(std::make_unique<SidePanel>(theme, workspace));
    panels.push_back(std::make_unique<TablePanel>(theme, workspace));
    panels.push_back(std::make_unique<DetailsPanel>(theme, workspace));
    panels.push_back(std::make_unique<CausesPanel>(theme, workspace));
    panels.push_back(std::make_unique<ComparePanel>(theme, workspace));
    panels.push_back(std::make_unique<MapPanel>(theme, workspace));
    panels.push_back(std::make_unique<OverviewPanel>(theme, workspace));
    return panels;
}

} // namespace ui
