// SPDX-License-Identifier: GPL-3.0-or-later
// What the models' sources spend most of their compilation on. Each still includes what it uses.
#include <QAbstractItemModel>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>
