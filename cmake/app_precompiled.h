// SPDX-License-Identifier: GPL-3.0-or-later
// What the application's sources below the window spend a third of their compilation on. Each still includes what it
// uses: the fuzzers' build and the thread sanitizer's have no precompiled headers.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <deque>
#include <expected>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
