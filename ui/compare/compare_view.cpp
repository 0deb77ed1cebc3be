// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_view.h"

#include "app/compare/exchanges.h"
#include "ui/compare/comparison_delegate.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"
#include "ui/text/elided_label.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace ui {

namespace {

constexpr int nameShare = 4;      // the name's column has a quarter of the width

// "GET /orders · 200 · 12 ms · 10:24:31.204"
QString headline(const exchange::Store &store, exchange::ExchangeId id)
{
    QStringList parts;
    for (const Column column : { Column::Method, Column::Path, Column::Status, Column::Duration, Column::Time })
        if (const QString cell = cellText(store, id, column, 0); !cell.isEmpty())
            parts << cell;
    return parts.join(QStringLiteral(" · "));
}

} // namespace

CompareView::CompareView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
    , m_left(new ElidedLabel(this))
    , m_right(new ElidedLabel(this))
    , m_title(new QLabel(tr("Comparison"), this))
    , m_summary(new QLabel(this))
    , m_equalToo(new QToolButton(this))
    , m_reading(this)
{
    setObjectName(QStringLiteral("comparison"));
    setProperty("role", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setFont(theme.uiStrong());
    m_summary->setObjectName(QStringLiteral("differences"));
    m_summary->setProperty("role", QStringLiteral("dim"));
    m_equalToo->setText(tr("Equal values too"));
    m_equalToo->setCheckable(true);
    m_equalToo->setProperty("role", QStringLiteral("flat"));
    connect(m_equalToo, &QToolButton::toggled, this, [this](bool on) { m_model.setEqualToo(on); });
    auto *close = new QToolButton(this);
    close->setProperty("role", QStringLiteral("flat"));
    close->setIcon(theme.icon(QStringLiteral("close")));
    close->setToolTip(tr("Back to the details (Esc)"));
    close->setAccessibleName(tr("Close the comparison"));
    connect(close, &QToolButton::clicked, this, &CompareView::closed);

    m_table->setModel(&m_model);
    m_table->setItemDelegate(new ComparisonDelegate(theme, m_table));
    m_table->setAccessibleName(tr("Differences"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setMinimumSectionSize(measure::row);
    m_table->verticalHeader()->setDefaultSectionSize(measure::row);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    setFocusProxy(m_table);

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(measure::margin, 0, measure::margin, 0);
    bar->setSpacing(measure::step * 3);
    bar->addWidget(m_title);
    bar->addWidget(m_summary);
    bar->addStretch(1);
    bar->addWidget(m_equalToo);
    bar->addWidget(close);
    auto *heads = new QHBoxLayout;
    heads->setContentsMargins(measure::margin, 0, measure::margin, measure::step);
    heads->setSpacing(measure::margin);
    heads->addStretch(2);
    for (ElidedLabel *head : { m_left, m_right }) {
        head->setFont(theme.mono());
        head->setTextInteractionFlags(Qt::TextSelectableByMouse);
        heads->addWidget(head, 3);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, measure::step, 0, 0);
    layout->setSpacing(measure::step);
    layout->addLayout(bar);
    layout->addLayout(heads);
    layout->addWidget(m_table, 1);
}

void CompareView::showExchanges(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId left, exchange::ExchangeId right)
{
    m_left->setFullText(headline(store, left));
    m_right->setFullText(headline(store, right));
    m_model.setRows({});
    m_summary->setText(tr("Comparing …"));
    m_isReading = true;
    const auto timing = [&store](exchange::ExchangeId id, const exchange::Exchange &exchange) {
        return exchange::timing(exchange, connectionOf(store, id), store.firstOfConnection(id));
    };
    exchange::Exchange one = store.exchange(left), other = store.exchange(right);
    std::vector<ComparisonRow> times = timingRows(one, timing(left, one), other, timing(right, other));
    m_reading.start(
        [one = std::move(one), other = std::move(other), times = std::move(times), bodies = std::move(bodies)](const Background::Superseded &) {
            std::vector<ComparisonRow> rows = comparisonRows(compare::compareExchanges(one, other, *bodies));
            rows.insert(rows.end(), times.begin(), times.end());
            return rows;
        },
        [this](std::vector<ComparisonRow> rows) { take(std::move(rows)); });
}

void CompareView::take(std::vector<ComparisonRow> rows)
{
    m_isReading = false;
    m_model.setRows(std::move(rows));
    const int differences = m_model.differences();
    m_summary->setText(differences == 0 ? tr("No differences") : differences == 1 ? tr("1 difference") : tr("%1 differences").arg(countText(uint64_t(differences))));
    fitColumns();
}

void CompareView::clear()
{
    m_reading.cancel();
    m_isReading = false;
    m_model.setRows({});
}

QString CompareView::summary() const { return m_summary->text(); }

// "name <tab> left <tab> right" lines.
void CompareView::copySelected() const
{
    QStringList lines;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows()) {
        const ComparisonRow &row = m_model.row(index.row());
        lines << QStringList { row.name, row.left, row.right }.join(QLatin1Char('\t'));
    }
    if (!lines.isEmpty())
        QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void CompareView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copySelected();
    QWidget::keyPressEvent(event);
}

void CompareView::fitColumns()
{
    const int width = m_table->viewport()->width(), name = width / nameShare;
    m_table->setColumnWidth(ComparisonModel::Name, name);
    m_table->setColumnWidth(ComparisonModel::Left, (width - name) / 2);
    m_table->setColumnWidth(ComparisonModel::Right, width - name - (width - name) / 2);
}

void CompareView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitColumns();
}

} // namespace ui
