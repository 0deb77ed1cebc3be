// SPDX-License-Identifier: GPL-3.0-or-later
// What identifies a TLS library in a file without symbols: texts that it always contains, and the code that refers to
// them. All texts are looked for first, so that one pass over the code serves all recipes; a file that has none of the
// leading ones costs no pass at all.
#pragma once

#include "privhelper/analyzer/code_scan.h"
#include "privhelper/analyzer/text_places.h"

#include <array>
#include <optional>

namespace analyzer {

enum class Clue : uint8_t {
    LibrarySource,  // path of ssl_lib.c or ssl_lib.cc, in error messages of OpenSSL and BoringSSL
    PacketSource,   // path of s3_pkt.cc, in those of BoringSSL
    ReadInternal,   // names of functions of OpenSSL 3, in its error messages
    WriteInternal,
    Handshake,
    SetFd,
    SendFile,
    MasterLabel,    // CLIENT_RANDOM, and EARLY_EXPORTER_SECRET: further labels of the key log
    ExporterLabel,
    MasterSlice,    // the first of them as Rust has it: unterminated
};
inline constexpr size_t clueCount = 10;

// The labels of the key log (draft-ietf-tls-keylogfile), which every TLS library that can write one passes to its writer.
inline constexpr size_t labelCount = 5;
struct LabelPlace {
    uint64_t address = 0;
    size_t label = 0;  // below labelCount
    bool ends = false; // NUL-terminated
};

class CodeClues {
public:
    explicit CodeClues(const ElfImage &image);

    // The addresses by which code may refer to the text, ordered; empty if the file does not contain it.
    const std::vector<uint64_t> &addresses(Clue clue) const { return m_addresses[static_cast<size_t>(clue)]; }
    bool has(Clue clue) const { return !addresses(clue).empty(); }
    // By address.
    const std::vector<LabelPlace> &labels() const { return m_labels; }
    // Where Rust programs have the addresses of all labels one after the other: the first of these words, ordered.
    const std::vector<uint64_t> &labelTables() const { return m_labelTables; }
    // Null if the file contains neither LibrarySource nor labels.
    const CodeScan *scan() const { return m_scan ? &*m_scan : nullptr; }
    // The functions that refer to the text, ordered.
    std::vector<FunctionRange> functionsWith(Clue clue) const;

private:
    void findLabels(const ElfImage &image);
    void findLabelTables(const ElfImage &image);
    void find(const ElfImage &image, Clue clue);

    std::array<std::vector<uint64_t>, clueCount> m_addresses;
    std::vector<LabelPlace> m_labels;
    std::vector<uint64_t> m_labelTables;
    std::optional<CodeScan> m_scan;
};

} // namespace analyzer
