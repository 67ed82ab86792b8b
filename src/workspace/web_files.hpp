#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/embedded.hpp"
#include "http/message.hpp"

namespace vss::workspace {

/// The files of the web application, each as it is and, where that pays, packed as NAME.br and NAME.gz.
/// Read-only after construction, so any thread may ask.
class WebFiles {
 public:
  explicit WebFiles(std::span<const embedded::File> files);

  /// The file in the best coding that the caller takes; 304 when the caller has it. Throws Error(kNotFound).
  http::Response Answer(const http::Request& request, std::string_view name) const;

 private:
  struct Coding {
    std::string_view name;  ///< as Content-Encoding says it; "" for the file as it is
    std::string_view bytes;
    std::string etag;
  };
  struct Codings {
    Coding plain, gzip, brotli;
  };

  static const Coding& Best(const Codings& codings, std::string_view accept_encoding);

  std::map<std::string, Codings, std::less<>> files_;
};
}  // namespace vss::workspace
