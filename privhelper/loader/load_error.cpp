// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/load_error.h"

#include "privhelper/loader/libbpf_text.h"

#include <cerrno>
#include <utility>

namespace loader {

LoadError libbpfError(int code, std::string step)
{
    LibbpfText text = takeLibbpfText();
    LoadFailure failure = LoadFailure::Rejected;
    if ((code == EPERM || code == EACCES) && !text.byVerifier)
        failure = LoadFailure::NoPrivilege;
    else if (code == ESRCH)
        failure = LoadFailure::NoBtf;
    return { failure, code, std::move(step), std::move(text.lines) };
}

} // namespace loader
