// SPDX-License-Identifier: GPL-3.0-or-later
// A probe plan: where to probe one ELF file, and how to interpret each call there. Plan types only: of the analyzer,
// the loader includes nothing but this file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {

// Other: a TLS library about which nothing else is known.
enum class Library : uint8_t { None = 0, OpenSsl = 1, GnuTls = 2, Nss = 3, Go = 4, BoringSsl = 5, Rustls = 6, Other = 7 };

// What the probed function does. The numbers are fixed: they cross a pipe.
enum class Role : uint8_t {
    Read = 1,    // delivers plaintext to the program
    Write = 2,   // takes plaintext from the program
    Free = 3,    // the TLS object in argument 1 ends
    Peek = 4,    // Read that does not consume
    SetFd = 5,   // (object, descriptor)
    Handshake = 6,
    MemoryWrite = 7, // a memory BIO receives ciphertext from the library: (bio, bytes, length)
    SendFile = 8,    // sends a file, perhaps with kernel TLS: (object, descriptor, …); returns how many bytes
    ReadPacket = 9,  // returns a packet that contains the plaintext: (object, address of its address); returns how many bytes
    Early = 10,      // takes all of the plaintext and returns 0: (object, bytes, length)
    Uncork = 11,     // sends what Write has already taken, by calling it again
    Alpn = 12,       // returns the selected protocol: (object, address of a text's address and length); returns 0
};

// How to tell how many bytes a finished call moved. Arguments are counted from 1 (x86-64 System V order).
enum class Result : uint8_t {
    None = 0,        // not needed
    ReturnValue = 1, // return value, if > 0
    OutArg4 = 2,     // *(size_t *)arg4 if the return value is > 0 (SSL_read_ex, ssl_read_internal)
    OutArg5 = 3,     // *(size_t *)arg5 if the return value is > 0 (ssl_write_internal from 3.2)
};

// The cost of one hit, by the first byte at the site (emulated: about 1 µs; stepped: about 30 µs).
enum class Cost : uint8_t { Nop5 = 1, Emulated = 2, Stepped = 3 };

struct Site {
    Role role;
    Result result;
    Cost cost;
    bool wantsReturn;        // also attach a return probe at the same offset
    uint64_t fileOffset;     // of the instruction, in the file
    std::string function;    // the public or internal function covered, e.g. "SSL_read, SSL_read_ex"
    std::string reason;      // why this instruction: one sentence for `doctor --plan`
};

// Where a TLS object stores the negotiated application protocol (RFC 7301): the text's address followed by its length,
// eight bytes each.
struct AlpnPlace {
    uint16_t offset = 0;     // 0: unknown
    uint16_t holder = 0;     // offset in the object of the address that `offset` is relative to; 0: relative to the object

    bool operator==(const AlpnPlace &) const = default;
};

// At every Read/Write/Peek site: object in argument 1, buffer in argument 2, length in argument 3.
struct Plan {
    Library library = Library::None;
    std::string version;     // as found in the file, e.g. "OpenSSL 3.0.17"; empty if unknown
    std::string buildId;     // hex; empty if the file has none
    std::string foundBy;     // "dynamic symbols", "symbol table", ...
    std::string problem;     // why there are no sites; empty if there are
    AlpnPlace alpn;
    std::vector<Site> sites;
};

// Format of a plan in the pipe from the analyzer to the loader. Little-endian: u32 magic, u8 format, u8 library, u8
// sites, u8 zero; u16 alpn offset, u16 alpn holder; the texts version, buildId, foundBy, problem; then each site: u8
// role, u8 result, u8 cost, u8 wantsReturn, u64 fileOffset, the texts function and reason. A text is a u16 length and
// that many printable ASCII bytes.
namespace reply {
inline constexpr uint32_t magic = 0x6e6c7043; // "Cpln"
inline constexpr uint8_t format = 2;
inline constexpr size_t sitesMax = 64;
inline constexpr size_t textMax = 512;
inline constexpr size_t bytesMax = 12 + 4 * (2 + textMax) + sitesMax * (12 + 2 * (2 + textMax));
} // namespace reply

// The process's argv is {"cleartap-helper", "--role", "analyzer"}; it inherits the file and the pipe.
inline constexpr int inheritedElfFd = 3;
inline constexpr int inheritedReplyFd = 4;

// Its exit statuses. A signal means that it exceeded a limit, violated its seccomp filter, or the file was truncated
// while mapped.
enum class Exit : int { Answered = 0, Usage = 2, NotConfined = 3, NotWritten = 4 };

} // namespace analyzer
