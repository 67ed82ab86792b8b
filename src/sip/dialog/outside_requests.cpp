#include "sip/dialog/outside_requests.hpp"

#include "sip/dialog/request_checks.hpp"

namespace vss::sip {

std::string AnswerOutside(const Message& request, std::string_view allow, std::string_view to_tag,
                          std::string_view server) {
  if (auto refusal = Refuse(request, allow, to_tag)) return *std::move(refusal);
  const int status = request.method == Method::kOptions ? 200 : 405;
  Writer writer = ResponseTo(request, status, to_tag);
  writer.Add("Allow", allow);
  if (status == 200) writer.Add("Accept", "application/sdp");
  if (!server.empty()) writer.Add("Server", server);
  return writer.Finish();
}
}  // namespace vss::sip
