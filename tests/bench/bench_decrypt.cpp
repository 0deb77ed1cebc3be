// SPDX-License-Identifier: GPL-3.0-or-later
// How fast TLS records are decrypted, from memory: bytes of plaintext per second of processor time, medians of five
// rounds. The records are libssl's, 16 KiB each; in whole pieces and in those that a capture delivers.
#include "tests/app/tls/played_connection.h"
#include "tests/support/processor_time.h"

#include <algorithm>
#include <cstdio>

namespace {

struct Counter final : tls::Sink {
    uint64_t bytes = 0, losses = 0;
    void plaintext(base::Direction, std::span<const std::byte> piece, base::Time) override { bytes += piece.size(); }
    void lost(base::Direction, const tls::Loss &, base::Time) override { ++losses; }
    void alert(base::Direction, uint8_t, uint8_t, base::Time) override { }
};

void measure(const char *name, int version, const char *suite, size_t pieceSize)
{
    const Made made = MemoryConnection::make({.version = version, .suite = suite, .encryptThenMac = false, .writes = 32, .exact = 1 << 20});
    if (!made.problem.empty()) {
        std::printf("%-34s %s\n", name, made.problem.c_str());
        return;
    }
    const uint64_t expected = made.written[0].size() + made.written[1].size();
    std::vector<double> seconds;
    bool faults = false;
    for (int i = 0; i < 5; ++i) {
        tls::SecretStore store;
        for (const Happening &happening : made.happenings)
            if (const auto secret = happening.secret.empty() ? std::nullopt : secretOf(happening.secret, false))
                store.add(*secret);
        Counter counter;
        tls::Decrypter decrypter(store, 7);
        const double begin = support::threadSeconds();
        for (const Happening &happening : made.happenings) {
            std::span<const std::byte> left = asBytes(happening.bytes);
            for (; !left.empty(); left = left.subspan(std::min(pieceSize, left.size())))
                decrypter.bytes(happening.direction, left.first(std::min(pieceSize, left.size())), 1, counter);
        }
        seconds.push_back(support::threadSeconds() - begin);
        faults = faults || counter.bytes != expected || counter.losses != 0;
    }
    std::ranges::sort(seconds);
    std::printf("%-34s %8.2f GB/s%s\n", name, double(expected) / seconds[2] / 1e9, faults ? "   FAULTS" : "");
}

} // namespace

int main()
{
    measure("AES-128-GCM, TLS 1.3", TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256", 1 << 20);
    measure("AES-128-GCM, TLS 1.3, in pieces", TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256", 16384);
    measure("AES-128-GCM, TLS 1.2", TLS1_2_VERSION, "ECDHE-RSA-AES128-GCM-SHA256", 1 << 20);
    measure("AES-256-GCM, TLS 1.3", TLS1_3_VERSION, "TLS_AES_256_GCM_SHA384", 1 << 20);
    measure("ChaCha20-Poly1305, TLS 1.3", TLS1_3_VERSION, "TLS_CHACHA20_POLY1305_SHA256", 1 << 20);
    measure("AES-128-CCM, TLS 1.3", TLS1_3_VERSION, "TLS_AES_128_CCM_SHA256", 1 << 20);
    measure("AES-128-CBC with SHA-1, TLS 1.2", TLS1_2_VERSION, "ECDHE-RSA-AES128-SHA", 1 << 20);
    return 0;
}
