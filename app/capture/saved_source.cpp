// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "app/capture/live_source.h"
#include "app/capture/run_reader.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>

namespace capture {

namespace {

class SavedSource final : public Source
{
public:
    explicit SavedSource(base::FileDescriptor file)
        : m_file(file.get())
        , m_reader(file.get())
        , m_bodies(fileBodies(std::move(file)))
    {
    }

    std::expected<Run, Error> next(int) override
    {
        if (m_stopped)
            return Run{{}, m_reader.position(), true};
        auto run = m_reader.next(std::numeric_limits<int64_t>::max());
        if (run && run->frames.empty()) {
            if (m_reader.isTorn())
                return std::unexpected(m_reader.tornError());
            run->end = true;
        }
        return run;
    }

    void stop() override { m_stopped = true; }
    std::shared_ptr<const base::BodySource> bodies() const override { return m_bodies; }
    int captureFile() const override { return m_file; }
    bool isOpenedFile() const override { return true; }

private:
    int m_file; // owned by m_bodies
    RunReader m_reader;
    std::shared_ptr<const base::BodySource> m_bodies;
    std::atomic<bool> m_stopped = false;
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openSaved(const std::string &path)
{
    base::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (!file.isValid() || fstat(file.get(), &status) != 0)
        return std::unexpected(fileError(errno, path));
    if (S_ISDIR(status.st_mode))
        return std::unexpected(fileError(EISDIR, path));
    std::array<std::byte, fileHeadSize> head;
    const ssize_t count = pread(file.get(), head.data(), head.size(), 0);
    if (count < 0 && errno != ESPIPE)
        return std::unexpected(fileError(errno, path));
    if (auto good = checkFileHead(std::span(head).first(size_t(std::max<ssize_t>(count, 0)))); !good)
        return std::unexpected(good.error());
    posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::make_unique<SavedSource>(std::move(file));
}

} // namespace capture
