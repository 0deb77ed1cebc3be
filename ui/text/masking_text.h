// SPDX-License-Identifier: GPL-3.0-or-later
// Masking rules, and what they hide, in words.
#pragma once

#include "ui/workspace/masking_rules.h"
#include "ui/workspace/masking_trial.h"

#include <QString>

namespace ui {

// A file of rules that cannot be used: why, and that nothing is masked without it.
QString rulesProblemText(const MaskingRules::Problem &);
// Its first bad line.
QString ruleErrorText(const QString &path, const masking::RuleFileError &);
// A rule that is being edited.
QString ruleErrorText(const masking::RuleFileError &);
QString ruleKindText(masking::RuleKind);

// "Authorization header", "Cookie sid", "password field", "GitHub token".
QString secretKindText(const masked::HiddenKind &);
// "12 places in 4 exchanges"
QString placesText(uint64_t places, uint64_t exchanges);
// "Response body, customer_reference"
QString placeText(const masked::HiddenExample &);
// How far a trial has come; empty: it is complete.
QString trialText(const TrialCounts &);

} // namespace ui
