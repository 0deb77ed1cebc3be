// SPDX-License-Identifier: GPL-3.0-or-later
// Where frames come from: a helper (live), or a saved capture. Both return runs of complete frames stored in a
// capture file, so everything downstream reads bodies the same way.
#pragma once

#include "app/base/file_holes.h"
#include "app/capture/source_spec.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace base {
class BodySource;
}

namespace capture {

enum class ErrorKind : uint8_t {
    NoHelper,        // none is running and none could be started
    NotAuthorised,   // the user declined, or lacks permission
    Refused,         // by the helper: see refusal
    Protocol,        // the peer broke the protocol: see readError
    HelperLost,      // the connection ended unexpectedly
    DiskFull,        // the capture file could not grow
    File,            // the capture file could not be opened, read or written: see errnoValue
    NotACapture,     // not a capture file, or from a newer version
    Damaged,         // everything before position was read; the rest is not frames
    NoLink,          // ssh did not reach the machine: detail in its words
    FarHelper,       // no helper could be run there: see detail
    FarPrivilege,    // neither root, nor sudo without a password, nor a service there
    FarPassword,     // sudo there asks for one: none was given, or another one is right; see detail
};

struct Error {
    ErrorKind kind;
    int errnoValue = 0;
    uint16_t refusal = 0;      // wire::Refusal
    uint8_t readError = 0;     // wire::ReadError
    uint64_t position = 0;     // in the file, for Damaged
    std::string detail;        // technical, not translated
};

// Complete frames, headers included; the first byte is at filePosition in the capture file.
struct Run {
    std::span<const std::byte> frames;   // valid until the next call; empty: timeout
    uint64_t filePosition = 0;
    bool end = false;                    // no more will come
    uint64_t behind = 0;                 // bytes that follow in the file already
};

// A machine of a live capture, and the link to it.
enum class LinkState : uint8_t {
    Opening,   // for the first time
    Asking,    // sudo there wants a password: see Source::answer()
    Live,
    Lost,      // restored as soon as possible
    Over,
};
struct MachineState {
    std::string destination;         // as the user named it; empty: this machine
    std::string name;                // its host name; empty: not yet known
    LinkState state = LinkState::Live;
    std::string reason;              // Lost: why; Asking: what was wrong with the last password
    std::optional<Error> failure = {};   // Over: why, unless as requested
    uint32_t losses = 0;             // how often the link was lost
    int64_t missedNs = 0;            // for how long nothing was captured there, until the latest return
    int64_t clockOffsetNs = 0;       // its time of day minus this machine's
    uint64_t clockUncertaintyNs = 0; // either way
    int64_t lagNs = -1;              // from when the newest bytes were moved there to their arrival here, by both clocks; -1: none came yet
    uint64_t receivedBytes = 0;      // of frames
    uint64_t lostEvents = 0;         // what its helper counted as lost, of all causes
    bool isHere() const { return destination.empty(); }
};

class Source
{
public:
    virtual ~Source() = default;
    // The next run, waiting at most `timeoutMs`. After an error the source has ended; earlier runs stay readable
    // through bodies().
    virtual std::expected<Run, Error> next(int timeoutMs) = 0;
    // Requests the end: a live source detaches and returns what is in flight before it ends. May be called from
    // another thread.
    virtual void stop() = 0;
    // Reads slices of the capture file; outlives the source.
    virtual std::shared_ptr<const base::BodySource> bodies() const = 0;
    // The capture file's descriptor; bodies() keeps it open.
    virtual int captureFile() const = 0;
    // The machines that it captures; a file captures none. From any thread, like the next three.
    virtual std::vector<MachineState> machines() const { return {}; }
    // Captures another machine from now on, or this one; machines() tells how that goes. False: it is captured already, or this
    // source can take no more.
    virtual bool add(const SourceSpec &) { return false; }
    // Ends the capture of one machine; what came from it stays.
    virtual void remove(const std::string & /*destination*/) {}
    // The password for sudo that a machine in state Asking waits for. It is sent once, and kept nowhere.
    virtual void answer(const std::string & /*destination*/, std::string /*password*/) {} // NOLINT(performance-unnecessary-value-param): those that take it keep it
    // Whether that is the file that was opened, by its own name.
    virtual bool isOpenedFile() const { return false; }
    // Of the bytes before `limit`, only `kept` will be read again: gives back the disk space of the others, unless
    // somebody else may read the file. On the thread that calls next().
    virtual void release(uint64_t /*limit*/, const std::vector<base::Extent> & /*kept*/) {}
};

} // namespace capture
