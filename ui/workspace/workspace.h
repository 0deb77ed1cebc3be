// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows and works on, without the window: the capture, its rows, which of them are shown and chosen,
// its files. Panels and actions use its parts directly and learn of changes here.
#pragma once

#include "ui/models/connection_tree_model.h"
#include "ui/models/content_index.h"
#include "ui/models/coverage_model.h"
#include "ui/models/error_count.h"
#include "ui/models/exchange_table_model.h"
#include "ui/models/machine_list_model.h"
#include "ui/models/marks.h"
#include "ui/models/overview_counts.h"
#include "ui/models/why_index.h"
#include "ui/workspace/capture_controller.h"
#include "ui/workspace/capture_files.h"
#include "ui/workspace/capture_launch.h"
#include "ui/workspace/har_export.h"
#include "ui/workspace/list_filter.h"
#include "ui/workspace/mark_store.h"
#include "ui/workspace/notices.h"
#include "ui/workspace/protobuf_descriptions.h"

#include <QItemSelectionModel>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace ui {

class Workspace : public QObject
{
    Q_OBJECT
public:
    explicit Workspace(QObject *parent = nullptr);

    CaptureController &capture() { return m_capture; }
    CaptureLaunch &launch() { return m_launch; }
    CaptureFiles &files() { return m_files; }
    HarExport &harExport() { return m_export; }
    ProtobufDescriptions &descriptions() { return m_descriptions; }
    ListFilter &filter() { return m_filter; }
    Marks &marks() { return m_marks; }
    MarkStore &markStore() { return m_markStore; }
    Notices &notices() { return m_notices; }
    MaskingRules &rules() { return m_capture.rules(); }
    const exchange::Store &store() const { return m_capture.store(); }

    ExchangeTableModel &exchanges() { return m_exchanges; }
    ConnectionTreeModel &programs() { return m_programs; }
    CoverageModel &coverage() { return m_coverage; }
    MachineListModel &machines() { return m_machines; }
    // All rows in sum; grows in steps.
    const OverviewCounts &overview() const { return m_overview; }
    uint32_t errorCount() const { return m_errors.count(); }
    // Exchanges whose contents the filter has still to search.
    size_t unsearched() const { return m_contents.waiting() + m_why.waiting(); }

    // The exchange in the details; noId: none.
    exchange::ExchangeId current() const { return m_current; }
    void choose(exchange::ExchangeId);
    // Of the rows of exchanges(); a view shares it.
    QItemSelectionModel &selection() { return m_selection; }
    std::vector<uint32_t> selectedIds() const;      // in the order of time
    // And the other halves of the calls among them.
    std::vector<uint32_t> selectedHalves() const;

    // Shows two exchanges side by side, instead of the current one alone, until another one is chosen.
    void compare(exchange::ExchangeId left, exchange::ExchangeId right);
    void endComparison();
    const std::optional<std::pair<exchange::ExchangeId, exchange::ExchangeId>> &comparison() const { return m_comparison; }
    // The latest exchange before this one with its method, host and path, at the same side; noId: none.
    exchange::ExchangeId previousLike(exchange::ExchangeId) const;

    // Everything shown and copied is masked, from the next event on until the last row is done: see CaptureController.
    void setMasked(bool);
    bool isMasked() const { return m_capture.isMasked(); }

    void setPaused(bool);
    // Rows, counts and exports have one row for a call of which both ends are seen, or else one for each half.
    void setJoined(bool);
    bool isJoined() const { return m_exchanges.isJoined(); }
    // How many rows have been captured in all, hidden ones too.
    uint32_t captured() const { return store().size() - (isJoined() ? m_capture.calls().seconds() : 0); }
    // Hides all rows, which undoClear() brings back. What is hidden when the next capture starts is discarded, unless
    // saved before. Does nothing while an export reads them.
    void clear();
    void undoClear();
    bool mayUndoClear() const { return m_floorBefore != base::noId; }
    // There are rows that no file holds.
    bool isUnsaved() const { return m_capture.isUnsaved() && m_exchanges.total() > 0; }

Q_SIGNALS:
    // After the models.
    void applied(const exchange::Store::Change &);
    // The list begins anew: it was cleared, or another capture is shown.
    void restarted();
    // How many rows there are, are shown, or are still searched.
    void countsChanged();
    void chosen(exchange::ExchangeId);
    void comparisonChanged();
    void overviewChanged();
    void pausedChanged(bool);
    void maskedChanged(bool);
    void undoChanged();

private:
    void takeChange(const exchange::Store::Change &, bool coverageChanged);
    void keepChosen(const std::function<void()> &changeRows);
    void startAnew();
    void showFrom(exchange::ExchangeId first);
    void applyFilter();
    void countOverview();
    void findWhy();
    void restartCounts();
    void chooseTried();
    void showReplaced();
    void restoreShown();

    // Whatever the filter asks that the store's columns do not answer.
    class Lookup : public filter::ContentLookup
    {
    public:
        Lookup(Marks &marks, ContentIndex &contents, const WhyIndex &why) : m_marks(marks), m_contents(contents), m_why(why) {}
        bool holds(const filter::Term &, base::ExchangeId) override;

    private:
        Marks &m_marks;
        ContentIndex &m_contents;
        const WhyIndex &m_why;
    };

    CaptureController m_capture;
    CaptureLaunch m_launch;
    CaptureFiles m_files;
    Marks m_marks;
    MarkStore m_markStore;
    HarExport m_export;
    ProtobufDescriptions m_descriptions;
    ListFilter m_filter;
    Notices m_notices;
    ContentIndex m_contents;
    WhyIndex m_why;
    Lookup m_lookup;
    ExchangeTableModel m_exchanges;
    ConnectionTreeModel m_programs;
    CoverageModel m_coverage;
    MachineListModel m_machines;
    ErrorCount m_errors;
    OverviewCounts m_overview;
    QItemSelectionModel m_selection;
    QTimer m_coverageTimer, m_overviewTimer, m_whyTimer;
    exchange::ExchangeId m_current = base::noId;
    std::optional<std::pair<exchange::ExchangeId, exchange::ExchangeId>> m_comparison;
    // Until the rows are masked: which one was chosen, and where the list began.
    exchange::ExchangeId m_currentBefore = base::noId, m_floorOfAll = 0;
    exchange::ExchangeId m_floorBefore = base::noId; // where the list began before it was cleared
};

} // namespace ui
