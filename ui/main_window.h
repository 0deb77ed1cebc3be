// SPDX-License-Identifier: GPL-3.0-or-later
// The main window: assembles the parts and passes changes between them.
#pragma once

#include "ui/body/protobuf_descriptions.h"
#include "ui/capture/capture_controller.h"
#include "ui/capture/har_export.h"
#include "ui/capture/leftover_captures.h"
#include "ui/capture/scope.h"
#include "ui/models/connection_tree_model.h"
#include "ui/models/content_index.h"
#include "ui/models/coverage_model.h"
#include "ui/models/error_count.h"
#include "ui/models/exchange_table_model.h"
#include "ui/theme/theme.h"

#include <QMainWindow>
#include <QTimer>

#include <memory>
#include <optional>

class QMenu;
class QSplitter;
class QStackedWidget;

namespace exporters {
struct SentRequest;
}

namespace ui {

class Banner;
class ChipRow;
class CommandRun;
class DetailsPane;
class ExchangeView;
class FilterBox;
class FirstRunPage;
class SidePanel;
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
    void startCapture();
    CaptureController &capture() { return m_capture; }
    ExchangeView &table() { return *m_table; }
    FilterBox &filterBox() { return *m_filterBox; }
    ProtobufDescriptions &descriptions() { return m_descriptions; }
    ExchangeTableModel &exchanges() { return m_exchanges; }
    DetailsPane &details() { return *m_details; }
    // Closes without asking about an unsaved capture (tests, screenshots).
    void closeWithoutAsking() { m_askBeforeClose = false; }

protected:
    void closeEvent(QCloseEvent *) override;
    void dragEnterEvent(QDragEnterEvent *) override;
    void dropEvent(QDropEvent *) override;

private:
    void build();
    void connectCapture();
    void connectViews();
    void addActions();
    QAction *addAction(const QString &text, const QList<QKeySequence> &keys, void (MainWindow::*does)());
    void restoreSettings();
    void saveSettings() const;

    void takeChange(const exchange::Store::Change &, bool coverageChanged);
    void startAnew();
    void applyFilter();
    void refreshCounts();
    void showPhase();
    void showPage();
    void showExchange(exchange::ExchangeId);
    void tellFailure(const capture::Error &, CaptureController::Phase during);

    void toggleCapture();
    void stopCapture();
    void chooseScope(Scope::Kind);
    void tryUrl(const QString &url);
    void runCommand(const QStringList &command, bool scopeIsCommand);
    void setPaused(bool);
    void togglePause();
    void clearList();
    void focusFilter();
    void searchBodies();
    void enterTable();
    void openDialog();
    void saveDialog();
    bool saveTo(const QString &path);
    void offerLeftover();
    void exportDialog();
    QMenu *descriptionsMenu();
    void addDescriptionFiles();
    void addDescriptionFolder();
    void copyUrl();
    void copyCurl();
    void copyFetch();
    void copyRequest(std::string (*write)(const exporters::SentRequest &), const QString &done);
    void showOtherSide();
    void nextOnConnection();
    void previousOnConnection();
    void stepOnConnection(int step);
    void showShortcuts();
    void toggleTheme();
    void about();
    void rowMenu(const QPoint &globalPosition);
    void dismissDetails();
    void enterDetails();
    // True if the current contents are saved or may be discarded.
    bool mayDiscard(const QString &question);

    Theme &m_theme;
    LeftoverCaptures m_leftovers;
    CaptureController m_capture;
    ContentIndex m_contents;
    ExchangeTableModel m_exchanges;
    ConnectionTreeModel m_tree;
    CoverageModel m_coverage;
    ErrorCount m_errors;
    HarExport m_export;
    ProtobufDescriptions m_descriptions;
    std::unique_ptr<CommandRun> m_command;
    Scope m_scope;
    std::optional<TreeScope> m_treeScope;

    ToolBar *m_toolBar = nullptr;
    FilterBox *m_filterBox = nullptr;
    ChipRow *m_chips = nullptr;
    Banner *m_banner = nullptr;
    SidePanel *m_side = nullptr;
    ExchangeView *m_table = nullptr;
    DetailsPane *m_details = nullptr;
    FirstRunPage *m_firstRun = nullptr;
    StatusLine *m_status = nullptr;
    QStackedWidget *m_pages = nullptr;
    QSplitter *m_columns = nullptr, *m_rows = nullptr;
    QTimer m_coverageTimer, m_runningTimer;
    QString m_savedPath;
    uint32_t m_tryFrom = base::noId;      // first id that "Try it" may have created
    bool m_askBeforeClose = true, m_closeWhenSaved = false, m_saving = false;
};

} // namespace ui
