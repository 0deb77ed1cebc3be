// SPDX-License-Identifier: GPL-3.0-or-later
// A probe plan: where to probe one ELF file, and how to read each call there. Plan types only:
// the loader includes this file and nothing else of the analyzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {

// Other: a TLS library that nothing more is known of.
enum class Library : uint8_t { None = 0, OpenSsl = 1, GnuTls = 2, Nss = 3, Go = 4, BoringSsl = 5, Rustls = 6, Other = 7 };

// What the probed function does. Fixed numbers: they cross a pipe.
enum class Role : uint8_t {
    Read = 1,    // gives plaintext to the program
    Write = 2,   // takes plaintext from the program
    Free = 3,    // the TLS object in argument 1 ends
    Peek = 4,    // Read that does not advance
    SetFd = 5,   // (object, descriptor)
    Handshake = 6,
    MemoryWrite = 7, // a memory BIO takes ciphertext from the library: (bio, bytes, length)
    SendFile = 8,    // sends a file, perhaps by the kernel's TLS: (object, descriptor, …); gives how many bytes
    ReadPacket = 9,  // gives a packet that holds the plaintext: (object, address of its address); gives how many bytes
    Early = 10,      // takes plaintext whole, and gives 0: (object, bytes, length)
    Uncork = 11,     // sends what Write has taken already, by calling it again
    Alpn = 12,       // says which protocol was selected: (object, address of a text's address and length); gives 0
};

// How many bytes a finished call moved. Arguments are counted from 1 (x86-64 System V order).
enum class Result : uint8_t {
    None = 0,        // not wanted
    ReturnValue = 1, // return value, when > 0
    OutArg4 = 2,     // *(size_t *)arg4 when the return value is > 0 (SSL_read_ex, ssl_read_internal)
    OutArg5 = 3,     // *(size_t *)arg5 when the return value is > 0 (ssl_write_internal from 3.2)
};

// What one hit costs, by the first byte at the site (emulated: about 1 µs; stepped: about 30 µs).
enum class Cost : uint8_t { Nop5 = 1, Emulated = 2, Stepped = 3 };

struct Site {
    Role role;
    Result result;
    Cost cost;
    bool wantsReturn;        // attach a return probe at the same offset too
    uint64_t fileOffset;     // of the instruction, in the file
    std::string function;    // the public or internal function that is covered, e.g. "SSL_read, SSL_read_ex"
    std::string reason;      // why this instruction: one sentence for `doctor --plan`
};

// Where a TLS object keeps the application protocol that was selected (RFC 7301): the text's address, and behind it its
// length, each of eight bytes.
struct AlpnPlace {
    uint16_t offset = 0;     // 0: not known
    uint16_t holder = 0;     // offset in the object of the address that `offset` counts from; 0: it counts from the object

    bool operator==(const AlpnPlace &) const = default;
};

// Object in argument 1, buffer in argument 2, length in argument 3, at every Read/Write/Peek site.
struct Plan {
    Library library = Library::None;
    std::string version;     // as found in the file, e.g. "OpenSSL 3.0.17"; empty when unknown
    std::string buildId;     // hex; empty when the file has none
    std::string foundBy;     // "dynamic symbols", "symbol table", ...
    std::string problem;     // why there are no sites; empty when there are
    AlpnPlace alpn;
    std::vector<Site> sites;
};

// How a plan crosses the pipe from the analyzer's process to the loader. Little-endian: u32 magic, u8 format, u8 library,
// u8 sites, u8 zero; u16 alpn offset, u16 alpn holder; the texts version, buildId, foundBy, problem; then each site: u8 role, u8 result, u8 cost, u8
// wantsReturn, u64 fileOffset, the texts function and reason. A text is a u16 length and so many printable ASCII bytes.
namespace reply {
inline constexpr uint32_t magic = 0x6e6c7043; // "Cpln"
inline constexpr uint8_t format = 2;
inline constexpr size_t sitesMax = 64;
inline constexpr size_t textMax = 512;
inline constexpr size_t bytesMax = 12 + 4 * (2 + textMax) + sitesMax * (12 + 2 * (2 + textMax));
} // namespace reply

// The roles of the process: argv is {"cleartap-helper", "--role", "analyzer"}, the file and the pipe are inherited.
inline constexpr int inheritedElfFd = 3;
inline constexpr int inheritedReplyFd = 4;

// Its exit statuses. A signal means that it broke a limit or its call filter, or the file was cut short under it.
enum class Exit : int { Answered = 0, Usage = 2, NotConfined = 3, NotWritten = 4 };

} // namespace analyzer
