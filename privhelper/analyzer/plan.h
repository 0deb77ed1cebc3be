// SPDX-License-Identifier: GPL-3.0-or-later
// A probe plan: where to probe one ELF file, and how to interpret each call there. Plan types only: of the analyzer,
// the loader includes nothing but this file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace analyzer {

// Other: a TLS library about which nothing else is known.
enum class Library : uint8_t { None = 0, OpenSsl = 1, GnuTls = 2, Nss = 3, Go = 4, BoringSsl = 5, Rustls = 6, Other = 7, WolfSsl = 8, MbedTls = 9 };

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
    Secret = 13,     // is given each secret of a handshake, whether or not it writes a key log: (object, label, secret, length)
};

// How to tell how many bytes a call moved. Arguments are counted from 1 (x86-64 System V order).
enum class Result : uint8_t {
    None = 0,        // not needed
    ReturnValue = 1, // return value, if > 0
    OutArg4 = 2,     // *(size_t *)arg4 if the return value is > 0 (SSL_read_ex, ssl_read_internal)
    OutArg5 = 3,     // *(size_t *)arg5 if the return value is > 0 (ssl_write_internal from 3.2)
    AtOnce = 4,      // the site's length: the bytes are there when the site is reached, and no return is awaited
};

// The cost of one hit, by the first byte at the site (emulated: about 1 µs; stepped: about 30 µs).
enum class Cost : uint8_t { Nop5 = 1, Emulated = 2, Stepped = 3 };

// What the value of an operand begins with: a register, by its number in instructions, or one of the others.
enum class Base : uint8_t {
    Rax = 0, Rcx = 1, Rdx = 2, Rbx = 3, Rsp = 4, Rbp = 5, Rsi = 6, Rdi = 7,
    R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13, R14 = 14, R15 = 15,
    Flags = 16,  // the processor's
    Object = 17, // the value of the site's `object`
    Nowhere = 255,
};

// Where a value is just before the instruction at the site: in the base, which is then replaced `loads` times by the
// eight bytes at itself + offsets[i]. The stack word [rsp + 104] is { Base::Rsp, 8, 1, { 104 } }.
struct Operand {
    static constexpr size_t loadsMax = 6;
    Base base = Base::Nowhere; // Nowhere: there is no such value
    uint8_t bytes = 8;         // its width, from the lowest byte: 1, 2, 4 or 8
    uint8_t loads = 0;
    std::array<int16_t, loadsMax> offsets {};

    bool operator==(const Operand &) const = default;
};

// Holds if what & mask == value; a condition on nowhere is none.
struct Condition {
    Operand what;
    uint32_t mask = 0;
    uint32_t value = 0;

    bool operator==(const Condition &) const = default;
};

// The defaults from `object` on say: the function's arguments 1 to 3 are object, buffer and length, and every hit counts.
struct Site {
    Role role;
    Result result;
    Cost cost;
    bool wantsReturn;        // also attach a return probe at the same offset
    uint64_t fileOffset;     // of the instruction, in the file
    std::string function;    // the public or internal function covered, e.g. "SSL_read, SSL_read_ex"
    std::string reason;      // why this instruction: one sentence for `doctor --plan`
    Operand object { Base::Rdi };
    Operand buffer { Base::Rsi };  // for Role::SetFd the descriptor, for Role::Secret the secret's address
    Operand length { Base::Rdx };  // read at the site only for Result::AtOnce, Role::Early, Role::MemoryWrite and Role::Secret
    Operand bound {};              // the length is at most this
    Operand descriptor {};         // of the socket that the object uses
    Operand source {};             // from Base::Object, at a Read: where the library keeps the bytes that it delivers next. If
                                 // this is the same as after the last read, that was a peek, and its bytes come again
    Operand label {};              // Role::Secret: address of the secret's name in a key log
    Operand labelLength {};        // Role::Secret: of the label, if it does not end with a zero
    Operand random {};             // Role::Secret: the first eight bytes of the client's random, by at least one load, from Base::Object or, behind a
                                 // return, from Base::Rsp
    std::array<Condition, 2> only {}; // a hit counts if both hold
    Condition peek {};                // if this holds, the Read is a Peek
};

// Where a TLS object stores the negotiated application protocol (RFC 7301): the text's address followed by its length,
// eight bytes each.
struct AlpnPlace {
    uint16_t offset = 0;     // 0: unknown
    uint16_t holder = 0;     // offset in the object of the address that `offset` is relative to; 0: relative to the object

    bool operator==(const AlpnPlace &) const = default;
};

// A TLS library in a file. A file may contain several.
struct Stack {
    Library library = Library::None;
    std::string version;     // as found in the file, e.g. "OpenSSL 3.0.17"; empty if unknown
    std::string foundBy;     // "dynamic symbols", "symbol table", ...
    std::string problem;     // why there are no sites; empty if there are
    std::string noSecrets;   // why no site has Role::Secret; empty if one has, or if nobody looked for one
    AlpnPlace alpn;
    std::vector<Site> sites;
};

// A library that the file does not contain.
struct Absent {
    Library library = Library::None;
    std::string reason;      // what was looked for in vain: one sentence
};

struct Plan {
    std::string buildId;       // hex; empty if the file has none
    std::string problem;       // why nothing in it is a TLS library; empty if there are stacks
    std::string cryptoVersion; // of OpenSSL, from a file that has none of its TLS functions: libcrypto
    std::vector<Stack> stacks; // those with sites first
    std::vector<Absent> absent;
};

// Format of a plan in the pipe from the analyzer to the loader. Little-endian: u32 magic, u8 format, u8 stacks, u8
// absent, u8 zero; the texts buildId, problem, cryptoVersion; each absent: u8 library, text reason; each stack: u8
// library, u8 sites, u16 alpn offset, u16 alpn holder, the texts version, foundBy, problem, noSecrets, its sites: u8 role, u8
// result, u8 cost, u8 wantsReturn, u64 fileOffset, the texts function and reason, the operands object, buffer, length,
// bound, descriptor, source, label, labelLength, random, the conditions only[0], only[1], peek. A text is a u16 length and that many printable ASCII
// bytes; an operand is u8 base, u8 bytes, u8 loads and that many i16 offsets; a condition is an operand, u32 mask, u32 value.
namespace reply {
inline constexpr uint32_t magic = 0x6e6c7043; // "Cpln"
inline constexpr uint8_t format = 5;
inline constexpr size_t stacksMax = 8;
inline constexpr size_t absentMax = 16;
inline constexpr size_t sitesMax = 64;        // of all stacks
inline constexpr size_t textMax = 512;
inline constexpr size_t operandBytesMax = 3 + 2 * Operand::loadsMax;
inline constexpr size_t siteBytesMax = 12 + 2 * (2 + textMax) + 12 * operandBytesMax + 3 * 8;
inline constexpr size_t bytesMax = 8 + 3 * (2 + textMax) + absentMax * (1 + 2 + textMax) + stacksMax * (6 + 4 * (2 + textMax))
    + sitesMax * siteBytesMax;
} // namespace reply

// The process's argv is {"cleartap-helper", "--role", "analyzer"}; it inherits the file and the pipe.
inline constexpr int inheritedElfFd = 3;
inline constexpr int inheritedReplyFd = 4;

// Its exit statuses. A signal means that it exceeded a limit, violated its seccomp filter, or the file was truncated
// while mapped.
enum class Exit : int { Answered = 0, Usage = 2, NotConfined = 3, NotWritten = 4 };

} // namespace analyzer
