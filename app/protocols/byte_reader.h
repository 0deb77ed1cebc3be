// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of fields under the name that parsers use.
#pragma once

#include "app/base/byte_reader.h"

namespace protocols {

using base::ByteReader;

} // namespace protocols
