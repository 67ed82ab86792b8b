#pragma once
#include <memory>

#include "http/spooled_body.hpp"
#include "workspace/crm/import/import_options.hpp"

namespace vss::crm {
/// The upload as a file whose letters are bytes: itself, or, of one in UTF-16, the same in UTF-8 (and the
/// options say so). Throws Error(kInvalidParams) that says what the file is when it is no text. Blocks.
std::shared_ptr<http::SpooledBody> ReadableUpload(std::shared_ptr<http::SpooledBody> upload,
                                                  ImportOptions& options);
}  // namespace vss::crm
