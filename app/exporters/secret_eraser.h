// SPDX-License-Identifier: GPL-3.0-or-later
// The last step of a masked export: a secret found anywhere in it is replaced everywhere.
#pragma once

#include "app/exporters/output_file.h"
#include "app/masking/seen_secrets.h"

#include <string_view>
#include <vector>

namespace exporters {

// Takes JSON from JsonWriter incrementally and rewrites the strings that are values. Names, numbers and all other
// structure stay unchanged.
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
