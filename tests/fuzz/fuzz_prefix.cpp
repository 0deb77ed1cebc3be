// SPDX-License-Identifier: GPL-3.0-or-later
// A growing prefix before a protocol: first the client's bytes, then the server's. A verdict stays, and
// what is read does not depend on what follows.
#include "app/protocols/prefix/prefix.h"

#include <cstdlib>

using namespace protocols;
using prefix::Reading;

namespace {

void check(const Reading &now, const Reading &whole)
{
    if (now.verdict == Verdict::No && whole.verdict != Verdict::No)
        std::abort();
    if (now.verdict != Verdict::Yes)
        return;
    if (whole.verdict != Verdict::Yes || !(now.prefix == whole.prefix) || now.fromClient != whole.fromClient
        || now.fromServer != whole.fromServer)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte *>(data) + 1, size - 1);
    const size_t split = data[0] * bytes.size() / 255;
    const auto client = bytes.first(split), server = bytes.subspan(split);
    const Reading whole = prefix::read(client, server, false);
    if (whole.fromClient > client.size() || whole.fromServer > server.size())
        std::abort();
    for (size_t count = 1; count <= client.size(); ++count)
        check(prefix::read(client.first(count), {}, false), whole);
    for (size_t count = 0; count <= server.size(); ++count)
        check(prefix::read(client, server.first(count), false), whole);
    const Reading ended = prefix::read(client, server, true);
    if (ended.fromClient > client.size() || ended.fromServer > server.size())
        std::abort();
    return 0;
}
