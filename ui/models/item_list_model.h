// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of one exchange as table rows: unpacked on demand, so that a million stay cheap. A filter runs off the
// GUI thread; rows appear as they are found.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "ui/background/background.h"

#include <QAbstractTableModel>
#include <QCache>

#include <memory>
#include <optional>
#include <vector>

namespace ui {

enum class ItemColumn : int { Direction, Time, Offset, Kind, Size, Preview, Count };

class ItemListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ItemListModel(QObject *parent = nullptr);

    struct Filter {
        std::optional<protocols::Half> half;
        QString text;                        // searched in labels and in the first contentsSearched bytes, ignoring case
        bool empty() const { return !half && text.isEmpty(); }
        bool operator==(const Filter &) const = default;
    };
    static constexpr size_t contentsSearched = 256 * 1024;

    // `store` must live until the next call, or clear().
    void show(const exchange::Store &, std::shared_ptr<const base::BodySource>, exchange::ExchangeId);
    void clear();
    // After Store::apply: adds what is new.
    void refresh();
    void setFilter(Filter);
    const Filter &filter() const { return m_filter; }
    bool filtering() const { return m_searching; }   // more rows may come
    uint32_t total() const { return m_count; }       // ignoring the filter

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    QVariant headerData(int section, Qt::Orientation, int role) const override;

    exchange::Item itemAt(int row) const;
    std::optional<uint32_t> indexAt(int row) const;  // within the exchange
    std::shared_ptr<const base::BodySource> bodies() const { return m_bodies; }

Q_SIGNALS:
    void searched();                                 // the filter has checked every message

private:
    uint32_t itemIndex(int row) const;
    const exchange::Item &cached(uint32_t index) const;
    QString preview(uint32_t index) const;
    void search();
    void takeFound(uint32_t until, const std::vector<uint32_t> &found);

    const exchange::Store *m_store = nullptr;
    std::shared_ptr<const base::BodySource> m_bodies;
    exchange::ExchangeId m_id = base::noId;
    base::Time m_begin = 0;                // of the exchange: offsets are relative to it
    uint32_t m_count = 0;
    Filter m_filter;
    std::vector<uint32_t> m_rows;          // with a filter: the matching items
    uint32_t m_searched = 0;               // items below it have been checked
    bool m_searching = false;
    mutable QCache<uint32_t, exchange::Item> m_items{512};
    mutable QCache<uint32_t, QString> m_previews{512};
    Background m_work;
};

} // namespace ui
