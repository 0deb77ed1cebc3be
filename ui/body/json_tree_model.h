// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as a tree. Parses only what is expanded: one level and a limited number of members at a time, so that memory
// depends on what was viewed, not on the text. A level with more members ends in a row that says so.
#pragma once

#include "app/decode/json_scan.h"

#include <QAbstractItemModel>
#include <QByteArray>

#include <deque>
#include <memory>
#include <string_view>
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

    // One value, or several in sequence (JSON lines).
    void setJson(const QByteArray &utf8);
    // For a member: its JSON as sent; its text without quotes and escapes; "$.users[3].name".
    QString json(const QModelIndex &) const;
    QString plainText(const QModelIndex &) const;
    QString path(const QModelIndex &) const;
    size_t jsonBytes(const QModelIndex &) const;
    // Whether it is the row after the last member read, if there are more.
    bool isMore(const QModelIndex &) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    // Replaces the row that stands for more members with the next ones.
    void readOn(const QModelIndex &parent);
    QVariant data(const QModelIndex &, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;
    Node &node(const QModelIndex &) const;
    bool readSingle(std::string_view text);
    std::vector<Node *> readMembers(Node &above);
    QModelIndex indexOf(const Node &) const;
    QString valueText(const Node &) const;

    Theme &m_theme;
    QByteArray m_text;          // the views below point into it
    std::deque<Node> m_nodes;   // addresses are stable; the first is the root
};

} // namespace ui
