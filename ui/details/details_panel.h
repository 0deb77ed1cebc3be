// SPDX-License-Identifier: GPL-3.0-or-later
// The details of the workspace's current exchange; hidden while there is none.
#pragma once

#include "ui/window/panel.h"

namespace ui {

class DetailsPane;

class DetailsPanel : public Panel
{
    Q_OBJECT
public:
    DetailsPanel(Theme &, Workspace &);

    Place place() const override { return Place::Below; }
    QWidget *widget() const override;
    void apply(const exchange::Store::Change &) override;

private:
    void show(exchange::ExchangeId);

    Workspace &m_workspace;
    DetailsPane *m_pane;
};

} // namespace ui
