#include "sip/dialog/request_checks.hpp"

#include "sip/dialog/message_body.hpp"

namespace vss::sip {
namespace {
bool Lists(std::string_view list, std::string_view method) {
  std::string_view element;
  while (NextElement(list, element)) {
    if (element == method) return true;
  }
  return false;
}

std::string Required(const Message& request) {
  std::string all;
  for (const Header& header : request.headers()) {
    if (header.id != HeaderId::kRequire || header.value.empty()) continue;
    if (!all.empty()) all += ", ";
    all += header.value;
  }
  return all;
}

bool KnownScheme(const Uri& uri) {
  return EqualNoCase(uri.scheme, "sip") || EqualNoCase(uri.scheme, "sips") || EqualNoCase(uri.scheme, "tel");
}
}  // namespace

std::optional<std::string> Refuse(const Message& request, std::string_view allow, std::string_view to_tag) {
  if (!Lists(allow, request.method_text)) {
    const int status = request.method == Method::kUnknown ? 501 : 405;
    return ResponseTo(request, status, to_tag).Add("Allow", allow).Finish();
  }
  if (!KnownScheme(request.request_uri)) return ResponseTo(request, 416, to_tag).Finish();
  if (const std::string required = Required(request); !required.empty()) {
    return ResponseTo(request, 420, to_tag).Add("Unsupported", required).Finish();
  }
  const bool takes_sdp = request.method == Method::kInvite || request.method == Method::kUpdate;
  if (takes_sdp && BodyOf(request) == Body::kOther) {
    return ResponseTo(request, 415, to_tag).Add("Accept", kSessionBodies).Finish();
  }
  return std::nullopt;
}
}  // namespace vss::sip
