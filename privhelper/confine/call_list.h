// SPDX-License-Identifier: GPL-3.0-or-later
// The system calls that a confined role may make; any other kills it.
#pragma once

#include "privhelper/confine/privileges.h"

#include <initializer_list>
#include <memory>

#include <seccomp.h>

namespace confine {

class CallList
{
public:
    // Memory and the end of the process are allowed from the start: anonymous, private, never executable memory.
    CallList();

    void allow(std::initializer_list<int> calls);
    // By an array: the macros for single comparisons are C's compound literals.
    void allow(int call, std::initializer_list<scmp_arg_cmp> arguments);

    // From now on, for good.
    Outcome enforce();

private:
    std::unique_ptr<void, void (*)(scmp_filter_ctx)> m_filter;
    int m_error = 0;
};

} // namespace confine
