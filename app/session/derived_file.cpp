// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/derived_file.h"

#include "app/base/nameless_file.h"

#include <cerrno>

#include <unistd.h>

namespace session {

namespace {

class JoinedBodies final : public base::BodySource
{
public:
    JoinedBodies(std::shared_ptr<const base::BodySource> capture, std::shared_ptr<DerivedFile> derived)
        : m_capture(std::move(capture))
        , m_derived(std::move(derived))
    {
    }

    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        std::vector<std::byte> all;
        while (!slices.empty() && all.size() < limit) {
            // Runs of the same kind are read together.
            size_t run = 1;
            while (run < slices.size() && slices[run].derived() == slices[0].derived())
                ++run;
            const auto part = slices[0].derived() ? readDerived(slices.first(run), limit - all.size())
                : m_capture                       ? m_capture->read(slices.first(run), limit - all.size())
                                                  : std::unexpected(EIO);
            if (!part)
                return part;
            if (all.empty())
                all = *part;
            else
                all.insert(all.end(), part->begin(), part->end());
            slices = slices.subspan(run);
        }
        return all;
    }

private:
    std::expected<std::vector<std::byte>, int> readDerived(std::span<const base::Slice> slices, size_t limit) const
    {
        std::vector<std::byte> bytes;
        for (const base::Slice &slice : slices) {
            const size_t wanted = std::min<size_t>(slice.length, limit - bytes.size());
            const size_t old = bytes.size();
            if (!m_derived->holds({slice.fileOffset(), slice.fileOffset() + wanted}))
                return std::unexpected(ENODATA);
            bytes.resize(old + wanted);
            const ssize_t got = pread(m_derived->descriptor(), bytes.data() + old, wanted, off_t(slice.fileOffset()));
            if (got != ssize_t(wanted))
                return std::unexpected(got < 0 ? errno : EIO);
        }
        return bytes;
    }

    std::shared_ptr<const base::BodySource> m_capture;
    std::shared_ptr<DerivedFile> m_derived;
};

} // namespace

std::expected<base::Slice, int> DerivedFile::append(std::span<const std::byte> bytes)
{
    if (!m_file.isValid()) {
        auto file = base::namelessFile();
        if (!file)
            return std::unexpected(file.error());
        m_file = std::move(*file);
    }
    // The next write overwrites what a failed one left behind.
    for (size_t written = 0; written < bytes.size();) {
        const ssize_t count = pwrite(m_file.get(), bytes.data() + written, bytes.size() - written, off_t(m_size + written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::unexpected(count < 0 ? errno : ENOSPC);
        written += size_t(count);
    }
    const base::Slice slice{m_size | base::Slice::derivedBit, uint32_t(bytes.size()), 0};
    m_size += bytes.size();
    return slice;
}

std::shared_ptr<const base::BodySource> joinedBodies(std::shared_ptr<const base::BodySource> capture,
                                                     std::shared_ptr<DerivedFile> derived)
{
    return std::make_shared<JoinedBodies>(std::move(capture), std::move(derived));
}

} // namespace session
