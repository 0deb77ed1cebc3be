// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation with a shell on another machine, up to the point where a helper speaks there.
#pragma once

#include "app/capture/source.h"

#include <functional>
#include <string>

namespace capture {

// What ssh runs there. It works in every login shell: it reads farScript() from standard input, byte by byte, so that nothing
// of what follows is lost.
std::string farCommand();
// Finds the helper there, or receives one; runs it as root if it can. A password goes from standard input to sudo's, and is in
// no argument, file or environment; sudo remembers it for nobody (-k).
std::string farScript();

// Overwrites it.
void wipe(std::string &secret);

struct FarSide {
    int socket = -1;                        // to the shell there
    std::string helperPath;                 // the helper of this machine, to be copied if there is none
    std::string *password = nullptr;        // for sudo there; overwritten once it is sent. Null or empty: none is known
    std::function<bool()> cancelled;        // asked ten times a second; empty: never
    std::function<Error()> lost;            // what an end of the link means
};

// Sends the script and answers it. What has arrived of the helper's frames is returned. Errors: NoLink, FarHelper, FarPrivilege,
// FarPassword, and HelperLost if cancelled.
std::expected<std::string, Error> startFarHelper(const FarSide &);

} // namespace capture
