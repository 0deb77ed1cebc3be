// SPDX-License-Identifier: GPL-3.0-or-later
// QScintilla's headers use Qt's keywords, which this project disables (QT_NO_KEYWORDS).
#pragma once

#include <QObject>

#define slots Q_SLOTS
#define signals Q_SIGNALS
#include <Qsci/qscilexercss.h>
#include <Qsci/qscilexerhtml.h>
#include <Qsci/qscilexerjavascript.h>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexersql.h>
#include <Qsci/qscilexerxml.h>
#include <Qsci/qsciscintilla.h>
#undef slots
#undef signals
