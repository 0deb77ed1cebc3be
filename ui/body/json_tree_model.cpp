// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/json_tree_model.h"

#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <algorithm>

namespace ui {

using decode::JsonKind;
using decode::JsonMember;
using decode::JsonMembers;

namespace {

constexpr size_t shownText = 300;                 // characters of a string shown in a cell
constexpr qsizetype copiedMax = 64 * 1024 * 1024;

bool isContainer(JsonKind kind) { return kind == JsonKind::Object || kind == JsonKind::Array; }

bool isEmptyContainer(std::string_view value)
{
    const size_t inside = value.find_first_not_of(" \t\r\n", 1);
    return inside == std::string_view::npos || value[inside] == '}' || value[inside] == ']';
}

QString fromUtf8(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

} // namespace

struct JsonTreeModel::Node {
    JsonMember member;
    Node *parent = nullptr;
    int row = 0;
    bool more = false;                        // stands for members not read yet
    std::vector<Node *> children = {};
    std::unique_ptr<JsonMembers> rest = {};   // null: not started, or finished
    bool begun = false;
    size_t end = 0;                           // of all members read: where they end in the value; 0: nowhere
};

JsonTreeModel::JsonTreeModel(Theme &theme, QObject *parent) : QAbstractItemModel(parent), m_theme(theme)
{
    connect(&theme, &Theme::changed, this, [this] {
        if (!m_nodes.empty() && rowCount() > 0)
            Q_EMIT dataChanged(index(0, Name), index(rowCount() - 1, Value), {Qt::ForegroundRole});
    });
}

JsonTreeModel::~JsonTreeModel() = default;

void JsonTreeModel::setJson(const QByteArray &utf8)
{
    beginResetModel();
    m_nodes.clear();
    m_text = utf8;
    if (!utf8.isEmpty()) {
        const std::string_view text(m_text.constData(), size_t(m_text.size()));
        if (!readSingle(text)) {
            // Consecutive values are read like the members of an array: commas may be missing there.
            m_text = '[' + utf8 + ']';
            m_nodes.clear();
            m_nodes.push_back({.member = {{}, {m_text.constData(), size_t(m_text.size())}, JsonKind::Array}});
        }
    }
    if (!m_nodes.empty() && !m_nodes.front().begun) {
        Node &root = m_nodes.front();
        if (isContainer(root.member.kind)) {
            root.children = readMembers(root);
        } else {
            // A single value is the only row.
            m_nodes.push_back({.member = root.member, .parent = &root});
            root.children.push_back(&m_nodes.back());
        }
        root.begun = true;
    }
    endResetModel();
}

// The only value of the text becomes the root. Of an object or array with few members its end is known once they have been
// read: a text of many megabytes is walked through once.
bool JsonTreeModel::readSingle(std::string_view text)
{
    const auto isLast = [text](size_t end) { return text.find_first_not_of(" \t\r\n", end) == std::string_view::npos; };
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin != std::string_view::npos && (text[begin] == '{' || text[begin] == '[')) {
        m_nodes.push_back({.member = {{}, text.substr(begin), text[begin] == '{' ? JsonKind::Object : JsonKind::Array}});
        Node &root = m_nodes.front();
        root.children = readMembers(root);
        if (!root.rest) {
            const size_t end = begin + root.end;
            if (root.end == 0 || !isLast(end))
                return root.end == 0;   // cut, or not alone
            root.member.value = text.substr(begin, root.end);
            return true;
        }
        m_nodes.clear();
    }
    const auto first = decode::firstJsonValue(text);
    if (!first || !isLast(size_t(first->value.data() - text.data()) + first->value.size()))
        return false;
    m_nodes.push_back({.member = *first});
    return true;
}

JsonTreeModel::Node &JsonTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? *static_cast<Node *>(index.internalPointer()) : const_cast<Node &>(m_nodes.front());
}

QModelIndex JsonTreeModel::indexOf(const Node &node) const
{
    return node.parent ? createIndex(node.row, Name, const_cast<Node *>(&node)) : QModelIndex();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (m_nodes.empty() || row < 0 || column < 0 || column > Value)
        return {};
    const Node &above = node(parent);
    return size_t(row) < above.children.size() ? createIndex(row, column, above.children[size_t(row)]) : QModelIndex();
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*node(index).parent) : QModelIndex();
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    return m_nodes.empty() || parent.column() > Name ? 0 : int(node(parent).children.size());
}

int JsonTreeModel::columnCount(const QModelIndex &) const { return 2; }

bool JsonTreeModel::hasChildren(const QModelIndex &parent) const
{
    if (m_nodes.empty() || parent.column() > Name)
        return false;
    const Node &above = node(parent);
    return !above.children.empty() || (!above.more && isContainer(above.member.kind) && !isEmptyContainer(above.member.value));
}

bool JsonTreeModel::canFetchMore(const QModelIndex &parent) const
{
    return hasChildren(parent) && !node(parent).begun;
}

void JsonTreeModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        readOn(parent);
}

// The next members of a level, plus a row for more if there are any.
std::vector<JsonTreeModel::Node *> JsonTreeModel::readMembers(Node &above)
{
    if (!above.begun)
        above.rest = std::make_unique<JsonMembers>(above.member.value);
    above.begun = true;
    std::vector<Node *> read;
    const size_t before = above.children.size();
    while (above.rest && read.size() < membersAtOnce) {
        if (const auto member = above.rest->next()) {
            m_nodes.push_back({.member = *member, .parent = &above, .row = int(before + read.size())});
            read.push_back(&m_nodes.back());
        } else {
            above.end = above.rest->end();
            above.rest.reset();
        }
    }
    if (above.rest) {
        m_nodes.push_back({.member = {}, .parent = &above, .row = int(before + read.size()), .more = true});
        read.push_back(&m_nodes.back());
    }
    return read;
}

void JsonTreeModel::readOn(const QModelIndex &parent)
{
    if (m_nodes.empty())
        return;
    Node &above = node(parent);
    if (!above.children.empty() && above.children.back()->more) {
        const int last = int(above.children.size()) - 1;
        beginRemoveRows(parent, last, last);
        above.children.pop_back();
        endRemoveRows();
    }
    const std::vector<Node *> read = readMembers(above);
    if (read.empty())
        return;
    beginInsertRows(parent, int(above.children.size()), int(above.children.size() + read.size()) - 1);
    above.children.insert(above.children.end(), read.begin(), read.end());
    endInsertRows();
}

bool JsonTreeModel::isMore(const QModelIndex &index) const { return index.isValid() && node(index).more; }

QString JsonTreeModel::valueText(const Node &node) const
{
    const std::string_view value = node.member.value;
    switch (node.member.kind) {
    case JsonKind::Object:
    case JsonKind::Array: {
        const bool object = node.member.kind == JsonKind::Object;
        if (isEmptyContainer(value))
            return object ? QStringLiteral("{}") : QStringLiteral("[]");
        const QString brackets = object ? QStringLiteral("{…}") : QStringLiteral("[…]");
        if (!node.begun || node.rest)
            return brackets + QStringLiteral("  ") + sizeText(value.size());
        const auto count = node.children.size();
        const QString counted = object ? (count == 1 ? tr("1 member") : tr("%1 members").arg(count)) : count == 1 ? tr("1 element") : tr("%1 elements").arg(count);
        return brackets + QStringLiteral("  ") + counted;
    }
    case JsonKind::String: {
        const bool cut = value.size() > 4 * shownText;
        QString text = fromUtf8(decode::jsonUnescaped(value.substr(1, cut ? 4 * shownText : value.size() - 2)));
        if (cut || text.size() > qsizetype(shownText))
            text = text.left(qsizetype(shownText)) + QStringLiteral("…");
        return QLatin1Char('"') + text.replace(QLatin1Char('\n'), QStringLiteral("↵")) + QLatin1Char('"');
    }
    default:
        return fromUtf8(value.substr(0, shownText));
    }
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &shown = node(index);
    const Tokens &t = m_theme.current();
    if (shown.more) {
        if (role == Qt::DisplayRole && index.column() == Name)
            return tr("Show more …");
        return role == Qt::ForegroundRole ? QVariant(t.accent) : QVariant();
    }
    const bool inArray = shown.parent->member.kind != JsonKind::Object;
    if (role == Qt::DisplayRole) {
        if (index.column() == Value)
            return valueText(shown);
        if (shown.parent == &m_nodes.front() && !isContainer(m_nodes.front().member.kind))
            return QString();
        return inArray ? QString::number(shown.row) : fromUtf8(decode::jsonUnescaped(shown.member.key));
    }
    if (role == Qt::ForegroundRole) {
        if (index.column() == Name)
            return inArray ? t.dim : t.codeKey;
        switch (shown.member.kind) {
        case JsonKind::String:
            return t.codeString;
        case JsonKind::Number:
            return t.codeNumber;
        case JsonKind::Word:
            return t.codeKeyword;
        case JsonKind::Broken:
            return t.bad;
        default:
            return t.dim;
        }
    }
    if (role == Qt::ToolTipRole && index.column() == Value && shown.member.kind == JsonKind::Broken)
        return tr("This is not valid JSON.");
    return {};
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Name") : tr("Value");
}

QString JsonTreeModel::json(const QModelIndex &index) const
{
    return index.isValid() ? fromUtf8(node(index).member.value.substr(0, size_t(copiedMax))) : QString();
}

size_t JsonTreeModel::jsonBytes(const QModelIndex &index) const { return index.isValid() ? node(index).member.value.size() : 0; }

QString JsonTreeModel::plainText(const QModelIndex &index) const
{
    if (!index.isValid() || node(index).member.kind != JsonKind::String)
        return json(index);
    const std::string_view value = node(index).member.value;
    return fromUtf8(decode::jsonUnescaped(value.substr(1, value.size() - 2)));
}

QString JsonTreeModel::path(const QModelIndex &index) const
{
    QStringList steps;
    for (const Node *at = index.isValid() ? &node(index) : nullptr; at && at->parent; at = at->parent) {
        if (at->parent->member.kind == JsonKind::Array) {
            steps.prepend(QStringLiteral("[%1]").arg(at->row));
        } else if (at->parent->member.kind == JsonKind::Object) {
            const QString key = fromUtf8(decode::jsonUnescaped(at->member.key));
            const bool plain = !key.isEmpty() && std::all_of(key.begin(), key.end(), [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); });
            steps.prepend(plain ? QLatin1Char('.') + key : QStringLiteral("[\"%1\"]").arg(fromUtf8(at->member.key)));
        }
    }
    return QLatin1Char('$') + steps.join(QString());
}

} // namespace ui
