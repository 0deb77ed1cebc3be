// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspace's sources spend most of their compilation on. Each still includes what it uses.
#include "cmake/models_precompiled.h"

#include <QFile>
#include <QSettings>
#include <QThread>
