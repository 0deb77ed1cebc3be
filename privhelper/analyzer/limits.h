// SPDX-License-Identifier: GPL-3.0-or-later
// Limits on what one ELF file can make the analyzer do. Every loop over a value from the file ends at one of these.
#pragma once

#include <cstddef>
#include <cstdint>

namespace analyzer::limits {

inline constexpr size_t fileBytes = size_t(2) << 30;   // mapped from the start of a file; the rest is not seen
inline constexpr size_t sections = 65536;
inline constexpr size_t segments = 512;
inline constexpr size_t symbols = 8'000'000;         // per table: Chromium with symbols has 1.2 million
inline constexpr size_t relocations = 4'000'000;
inline constexpr size_t nameLength = 256;
inline constexpr size_t versionScan = 256u << 20;    // bytes of read-only data searched for the version text
inline constexpr size_t debugData = 128u << 20;      // bytes of decompressed .gnu_debugdata
inline constexpr uint64_t debugDataMemory = 96u << 20; // the xz decoder's own memory
inline constexpr size_t functionBytes = 64 * 1024;   // analysed per function, from its entry
inline constexpr size_t functionSteps = 6000;        // instructions decoded per function
inline constexpr size_t flowVisits = 60'000;         // times an instruction is evaluated before the states settle
inline constexpr size_t slots = 256;                 // stack slots tracked in one state
inline constexpr size_t codeScan = size_t(1) << 30;  // bytes of code searched for references; Chromium has 200 MiB
inline constexpr size_t references = 65536;          // to wanted addresses, kept
inline constexpr size_t dataWords = size_t(16) << 20; // of eight bytes, copied to apply relocations
inline constexpr size_t chainLength = 4;             // functions followed in one call chain

} // namespace analyzer::limits
