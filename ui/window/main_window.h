// SPDX-License-Identifier: GPL-3.0-or-later
// The main window: a frame around the workspace, with bars above and below its panels.
#pragma once

#include "ui/theme/theme.h"
#include "ui/window/panel.h"
#include "ui/workspace/workspace.h"

#include <QMainWindow>
#include <QPointer>

#include <memory>
#include <vector>

class QAction;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace ui {

class Banner;
class ChipRow;
class FileActions;
class FilterBox;
class FirstRunPage;
class Guide;
class StatusLine;
class ToolBar;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(Theme &, QWidget *parent = nullptr);
    ~MainWindow() override;

    // .cleartap or .har, by its extension.
    void openFile(const QString &path);
    Workspace &workspace() { return m_workspace; }
    FilterBox &filterBox() { return *m_filterBox; }
    // Closes without asking about an unsaved capture (tests, screenshots).
    void closeWithoutAsking();

protected:
    void closeEvent(QCloseEvent *) override;
    void dragEnterEvent(QDragEnterEvent *) override;
    void dropEvent(QDropEvent *) override;

private:
    void build();
    void placePanels();
    void connectFirstRun();
    void connectNotices();
    void addActions();
    void restoreState();
    void saveState();
    void showPage();
    void focusOn(Panel::Place);
    void enterResults();
    QMenu *languageMenu();
    void openGuide();
    void tellFailure(const capture::Error &, CaptureController::Phase during);

    Theme &m_theme;
    Workspace m_workspace;
    ToolBar *m_toolBar;
    FilterBox *m_filterBox;
    ChipRow *m_chips;
    Banner *m_banner;
    StatusLine *m_status;
    FirstRunPage *m_firstRun;
    QStackedWidget *m_pages;
    QSplitter *m_columns, *m_rows;
    FileActions *m_files;
    QAction *m_joined;
    QPointer<Guide> m_guide;     // while it is open
    QAction *m_masked = nullptr;
    std::vector<std::unique_ptr<Panel>> m_panels;
};

} // namespace ui
