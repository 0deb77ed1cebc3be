// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the ordered bytes of one direction into records, and finds the next record after bytes that are missing.
// Whole records are passed on without copying.
#pragma once

#include "app/base/time.h"
#include "app/tls/record.h"

#include <vector>

namespace tls {

class RecordSplitter
{
public:
    enum class Verdict : uint8_t { Yes, No, Unsure };
    struct Sink {
        virtual void record(const Record &, Missing missing, base::Time) = 0;
        // Asked while the beginning of a record is sought: is this one? With Yes, it follows by record() with
        // nothing missing. Unsure: a record head behind it decides.
        virtual Verdict isRecord(const Record &, Missing missing, base::Time) = 0;

    protected:
        ~Sink() = default;
    };

    void bytes(std::span<const std::byte>, base::Time, Sink &);
    // So many bytes were lost.
    void gap(uint64_t length);
    // Bytes so far that no record contains, the beginning of an incomplete one included.
    Missing unrecorded() const { return {m_missing + m_partial.size(), m_seeking && !m_gap}; }

private:
    std::span<const std::byte> split(std::span<const std::byte>, base::Time, Sink &);
    bool complete(std::span<const std::byte> &, base::Time, Sink &);
    bool seek(base::Time, Sink &);
    void emit(std::span<const std::byte>, base::Time, Sink &);

    std::vector<std::byte> m_partial;   // the front of a record; while seeking, what may contain one
    uint64_t m_skip = 0;                // rest of a record of which a part is lost
    uint64_t m_missing = 0;
    bool m_gap = false;                 // some of the missing bytes were not captured
    bool m_seeking = false;
};

} // namespace tls
