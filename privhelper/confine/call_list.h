// SPDX-License-Identifier: GPL-3.0-or-later
// The system calls that a confined role may make; any other one kills it.
#pragma once

#include "privhelper/confine/privileges.h"

#include <initializer_list>
#include <memory>

#include <seccomp.h>

namespace confine {

class CallList
{
public:
    // Memory management and exiting are always allowed; memory must be anonymous, private and never executable.
    CallList();

    void allow(std::initializer_list<int> calls);
    // Takes an array, since the macros for single comparisons are C compound literals.
    void allow(int call, std::initializer_list<scmp_arg_cmp> arguments);

    // Takes effect now, irrevocably.
    Outcome enforce();

private:
    std::unique_ptr<void, void (*)(scmp_filter_ctx)> m_filter;
    int m_error = 0;
};

} // namespace confine
