// SPDX-License-Identifier: GPL-3.0-or-later
// The capture file: a 64-byte header, then frames as the helper sent them (PROTOCOL.md, "Capture file").
#pragma once

#include "app/base/body_source.h"
#include "app/base/created_file.h"
#include "app/base/file_descriptor.h"
#include "app/base/file_holes.h"
#include "app/capture/source.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace capture {

inline constexpr size_t fileHeadSize = 64;
inline constexpr uint32_t fileVersion = 1;
inline constexpr uint32_t fileVersionMachines = 2; // of several machines: Machine messages tell whose frames follow

// Appends frames. Whatever was written completely stays readable, even if a later write fails.
class CaptureFile
{
public:
    // Created by base::CreatedFile; empty path: a nameless file in the user's cache directory. If the target is not a
    // regular file (standard output, a pipe), it gets a copy of a nameless file, from which bodies can be read.
    static std::expected<CaptureFile, Error> create(const std::string &path, uint32_t version = fileVersion);
    // Until then, an existing file of that name stays.
    std::expected<void, Error> putInPlace();

    // From now on it holds frames of several machines: its version becomes fileVersionMachines. What was copied to a pipe before
    // stays as it was.
    void holdsMachines();
    // Complete frames. On an error (DiskFull, File) the file ends with the last frame before them.
    std::expected<void, Error> append(std::span<const std::byte> frames);
    int fd() const { return m_fd; }          // to read from; stays open while bodies() lives
    uint64_t size() const { return m_size; } // where the next frame will start
    std::shared_ptr<const base::BodySource> bodies() const { return m_bodies; }
    // See Source::release(). A file that has a name, or will, is left whole.
    void release(uint64_t limit, const std::vector<base::Extent> &kept);

private:
    CaptureFile() = default;
    std::optional<base::CreatedFile> m_named;
    bool m_copied = false; // m_named gets a copy
    int m_fd = -1; // owned by m_bodies, which may live longer
    uint64_t m_size = 0;
    uint32_t m_version = fileVersion;
    std::shared_ptr<base::FileHoles> m_holes;
    std::shared_ptr<const base::BodySource> m_bodies;
};

// The header of a file created now.
std::array<std::byte, fileHeadSize> newFileHead(uint32_t version = fileVersion);
// Checks a file header. Errors: NotACapture, with the reason.
std::expected<void, Error> checkFileHead(std::span<const std::byte> head);

// Reads slices from an open file; owns the descriptor. `holes`: in it; null: none.
std::shared_ptr<const base::BodySource> fileBodies(base::FileDescriptor file, std::shared_ptr<const base::FileHoles> holes = nullptr);

} // namespace capture
