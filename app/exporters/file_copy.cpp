// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/file_copy.h"

#include "app/base/file_descriptor.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace exporters {

namespace {
constexpr size_t pieceSize = size_t(1) << 20;
} // namespace

std::expected<void, int> copyFile(const std::string &from, OutputFile &target)
{
    const base::FileDescriptor source(open(from.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!source.isValid() || fstat(source.get(), &status) != 0)
        return std::unexpected(errno);
    std::vector<char> piece(pieceSize);
    for (uint64_t left = uint64_t(status.st_size); left > 0;) {
        const ssize_t got = read(source.get(), piece.data(), size_t(std::min<uint64_t>(left, piece.size())));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return std::unexpected(errno);
        if (got == 0)
            break;
        target.write(std::string_view(piece.data(), size_t(got)));
        if (target.error())
            return std::unexpected(target.error());
        left -= uint64_t(got);
    }
    return target.commit();
}

} // namespace exporters
