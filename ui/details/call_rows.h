// SPDX-License-Identifier: GPL-3.0-or-later
// What is known about the call that an exchange is a half of, as rows of label and value: the other program, where the
// time went, and why it was slow. No rows if the other end is not on this machine.
#pragma once

#include "app/calls/account.h"
#include "ui/details/field_list.h"

#include <vector>

namespace ui {

std::vector<FieldRow> callRows(const exchange::Store &, const calls::Account &);

} // namespace ui
