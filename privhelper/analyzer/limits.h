// SPDX-License-Identifier: GPL-3.0-or-later
// What one ELF file can make the analyzer do at most. Every loop over something that the file states ends at one of these.
#pragma once

#include <cstddef>
#include <cstdint>

namespace analyzer::limits {

inline constexpr size_t fileBytes = size_t(2) << 30;   // mapped of a file, from its start; what lies behind is not seen
inline constexpr size_t sections = 65536;
inline constexpr size_t segments = 512;
inline constexpr size_t symbols = 8'000'000;         // of one table: Chromium with symbols has 1.2 million
inline constexpr size_t relocations = 4'000'000;
inline constexpr size_t nameLength = 256;
inline constexpr size_t versionScan = 256u << 20;    // bytes of read-only data searched for the version text
inline constexpr size_t debugData = 128u << 20;      // bytes of .gnu_debugdata when unpacked
inline constexpr uint64_t debugDataMemory = 96u << 20; // the xz decoder's own memory
inline constexpr size_t functionBytes = 64 * 1024;   // followed of one function, from its entry
inline constexpr size_t functionSteps = 6000;        // instructions decoded for one function
inline constexpr size_t flowVisits = 60'000;         // times an instruction is evaluated until the states settle
inline constexpr size_t slots = 256;                 // stack places followed in one state
inline constexpr size_t chainLength = 4;             // functions one behind the other that are looked through

} // namespace analyzer::limits
