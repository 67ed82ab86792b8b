#include "point/body_fields.hpp"

namespace vss::point {
namespace {
// Far over what the policy takes, so that the policy can say why a long one is refused.
constexpr http::TextRule kPasswordRule{.min = 1, .max = 1024, .kind = http::TextRule::Kind::kAny};
}  // namespace

Secret ReadPassword(http::BodyReader& body, std::string_view name) {
  const json::value* raw = body.Raw(name);
  if (raw != nullptr && raw->is_string() && raw->get_string().find('\0') != json::string::npos) {
    body.Refuse(name, "must not contain a NUL character");
    return {};
  }
  return Secret(body.Text(name, kPasswordRule));
}
}  // namespace vss::point
