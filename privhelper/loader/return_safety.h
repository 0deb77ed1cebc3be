// SPDX-License-Identifier: GPL-3.0-or-later
// Whether return probes endanger the observed programs.
#pragma once

namespace loader {

// Since 6.11 (190fec72df4a), x86-64 kernels end a return probe with a system call made by the observed program,
// uretprobe(). Until cf6cb56ef244 ("seccomp: passthrough uretprobe systemcall without filtering": 6.14, and the stable
// 6.12.14 and 6.13.3) the program's seccomp filter saw it, and the filters of browsers, containers and services kill
// for it. Determined by trying, as distributions backport fixes: a child with such a filter makes the call.
// kernelHasCall: the kernel's types include uretprobe(). Takes about a millisecond. Also false if it cannot be tried.
bool returnsPassSeccomp(bool kernelHasCall);

// Why no TLS library is probed if they do not.
inline constexpr const char *returnsRefusal
    = "Return probes of this kernel kill programs that have a seccomp filter, such as browsers, containers and services, so none is "
      "placed; a kernel from 6.12.14, 6.13.3 or 6.14 on does not.";

} // namespace loader
