#include "sip/dialog/request_checks.hpp"

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

std::string_view ContentType(const Message& message) {
  std::string_view type = message.Find(HeaderId::kContentType);
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return type;
}

Body BodyOf(const Message& message) {
  if (message.body.empty()) return Body::kNone;
  return EqualNoCase(ContentType(message), "application/sdp") ? Body::kSdp : Body::kOther;
}

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
    return ResponseTo(request, 415, to_tag).Add("Accept", "application/sdp").Finish();
  }
  return std::nullopt;
}
}  // namespace vss::sip
