// SPDX-License-Identifier: GPL-3.0-or-later
// Masks a body incrementally, in constant memory.
#pragma once

#include "app/masking/json_masker.h"
#include "app/masking/table_masker.h"
#include "app/masking/text_stream.h"

#include <memory>
#include <string>
#include <string_view>

namespace masking {

enum class BodyKind : uint8_t { Other, Json, Form, Multipart, Table, Text, Code };

class FormMasker;
class MultipartMasker;

// The masker and the report must outlive it. `Other` passes everything through.
class BodyMasker
{
public:
    BodyMasker(const Masker &, BodyKind, std::string_view boundary, Report &);
    ~BodyMasker();

    void feed(std::string_view, std::string &out);
    void finish(std::string &out);

private:
    std::unique_ptr<JsonMasker> m_json;
    std::unique_ptr<FormMasker> m_form;
    std::unique_ptr<MultipartMasker> m_multipart;
    std::unique_ptr<TableMasker> m_table;
    std::unique_ptr<TextStream> m_text;
};

} // namespace masking
