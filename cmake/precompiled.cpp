// SPDX-License-Identifier: GPL-3.0-or-later
// A target that precompiles headers needs a source.
