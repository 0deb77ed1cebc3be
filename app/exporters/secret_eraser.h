// SPDX-License-Identifier: GPL-3.0-or-later
// The last step of a masked export: what was a secret anywhere in it is replaced wherever it stands.
#pragma once

#include "app/exporters/output_file.h"
#include "app/masking/seen_secrets.h"

#include <string_view>
#include <vector>

namespace exporters {

// Takes JSON as JsonWriter writes it, piece by piece, and rewrites the texts that are values. Names, numbers and whatever
// else makes up its structure stay.
class JsonSecretEraser
{
public:
    // Both must outlive it.
    JsonSecretEraser(const masking::SeenSecrets &, OutputFile &);

    void feed(std::string_view);

private:
    void between(char);

    masking::SecretEraser m_eraser;
    OutputFile &m_out;
    std::vector<char> m_open;
    std::string m_text;
    bool m_inText = false, m_escape = false, m_isKey = false;
};

} // namespace exporters
