// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as a tree. Only what is opened is read: a level at a time, a number of members at a time, so that
// its memory is what was looked at, not the text. A level that holds more ends in a row that says so.
#pragma once

#include "app/decode/json_scan.h"

#include <QAbstractItemModel>
#include <QByteArray>

#include <deque>
#include <memory>
#include <vector>

namespace ui {

class Theme;

class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Name, Value };
    static constexpr size_t membersAtOnce = 2'000;

    explicit JsonTreeModel(Theme &, QObject *parent = nullptr);
    ~JsonTreeModel() override;

    // One value, or one after another (JSON lines).
    void setJson(const QByteArray &utf8);
    // Of a member: its JSON as it was sent; its text without quotes and escapes; "$.users[3].name".
    QString json(const QModelIndex &) const;
    QString plainText(const QModelIndex &) const;
    QString path(const QModelIndex &) const;
    size_t jsonBytes(const QModelIndex &) const;
    // The row behind the last member that was read, where there are more.
    bool isMore(const QModelIndex &) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    // The members behind the row that stands for more, in its place.
    void readOn(const QModelIndex &parent);
    QVariant data(const QModelIndex &, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;
    Node &node(const QModelIndex &) const;
    std::vector<Node *> readMembers(Node &above);
    QModelIndex indexOf(const Node &) const;
    QString valueText(const Node &) const;

    Theme &m_theme;
    QByteArray m_text;          // what the views below point into
    std::deque<Node> m_nodes;   // never move; the first is the root
};

} // namespace ui
