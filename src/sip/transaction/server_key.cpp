#include "sip/transaction/server_key.hpp"

#include <fmt/format.h>

#include "sip/shard/identifiers.hpp"

namespace vss::sip {

void WriteServerKey(const Message& request, Method method, std::string& out) {
  out.clear();
  const auto to = std::back_inserter(out);
  // A method that we do not know is told apart by its name.
  const std::string_view name = method == Method::kUnknown ? request.method_text : ToString(method);
  const Via& via = request.via;
  if (via.branch.starts_with(kMagicCookie) && via.branch.size() > kMagicCookie.size()) {
    fmt::format_to(to, "{}\n{}:{}\n{}", via.branch, via.host, via.port, name);
    return;
  }
  std::string_view list = request.Find(HeaderId::kVia);
  std::string_view top;
  NextElement(list, top);
  fmt::format_to(to, "2543\n{}\n{}\n{}\n{}\n{}\n{}", request.request_uri_text, request.from.tag,
                 request.call_id, request.cseq.number, top, name);
}
}  // namespace vss::sip
