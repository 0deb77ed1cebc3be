// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's comparison, in the place of the details while there is one.
#pragma once

#include "ui/window/panel.h"

namespace ui {

class CompareView;

class ComparePanel : public Panel
{
    Q_OBJECT
public:
    ComparePanel(Theme &, Workspace &);

    Place place() const override { return Place::Below; }
    QWidget *widget() const override;

private:
    void show();

    Workspace &m_workspace;
    CompareView *m_view;
};

} // namespace ui
