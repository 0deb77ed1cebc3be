// SPDX-License-Identifier: GPL-3.0-or-later
// Plans of files analysed before, in a folder that only root can reach. A file is known by what the kernel says of it:
// device, inode, size, and the times of its last change; whoever can set these at will (a file system in an image, or one
// served by a program) is not believed. A plan is also that of one build of the helper: others may know more recipes.
#pragma once

#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace loader {

// The helper's own folder for them.
std::string planFolder();

class PlanCache {
public:
    static constexpr size_t plansMax = 8192; // some 4 KiB each; beyond that all are made anew

    // Creates the folder, mode 0700, if it is missing. If it cannot be had, or is not the caller's alone, nothing is kept.
    // trusted: paths on file systems whose inodes only the kernel describes.
    explicit PlanCache(const std::string &folder, const std::string &selfExe = "/proc/self/exe",
                       const std::vector<std::string> &trusted = { "/", "/usr", "/opt", "/var", "/home", "/nix", "/gnu" });

    // What identifies the file's contents now; empty: its plan is not kept.
    std::string key(int fd) const;
    // The plan kept for the file. A damaged one is removed.
    std::optional<analyzer::Plan> find(int fd) const;
    // Keeps an analyzer's answer. A failure is not reported: the file is then analysed again.
    void keep(const std::string &key, std::span<const std::byte> answer);
    // Whether nobody else has claimed the folder; it stays claimed as long as this lives.
    bool claim() const;

private:
    std::vector<std::string> names() const;

    UniqueFd m_folder;
    std::optional<size_t> m_plans;  // how many are kept; nullopt: not counted yet
    std::string m_builder;          // what identifies this helper
    std::set<uint64_t> m_devices;
};

} // namespace loader
