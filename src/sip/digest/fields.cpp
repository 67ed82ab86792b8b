#include "sip/digest/fields.hpp"

#include "sip/digest/auth_params.hpp"
#include "sip/message/message.hpp"

namespace vss::sip::digest {
namespace {
struct Known {
  std::string_view name;
  std::string Fields::* field;
};
constexpr std::array kKnown = {
    Known{"username", &Fields::username}, Known{"realm", &Fields::realm},
    Known{"nonce", &Fields::nonce},       Known{"uri", &Fields::uri},
    Known{"response", &Fields::response}, Known{"opaque", &Fields::opaque},
    Known{"cnonce", &Fields::cnonce},     Known{"nc", &Fields::nc},
    Known{"qop", &Fields::qop},           Known{"algorithm", &Fields::algorithm},
    Known{"stale", &Fields::stale},       Known{"userhash", &Fields::userhash},
};

bool Keep(AuthParam& param, Fields& fields, std::uint32_t& seen) {
  for (std::size_t i = 0; i < kKnown.size(); ++i) {
    if (!EqualNoCase(param.name, kKnown[i].name)) continue;
    if ((seen >> i & 1U) != 0) return false;
    seen |= 1U << i;
    fields.*kKnown[i].field = std::move(param.value);
    return true;
  }
  return true;  // auth-param that nobody here knows: to be ignored (RFC 7616 §3.3)
}
}  // namespace

std::optional<Fields> ReadFields(std::string_view header) {
  if (header.size() > kMaxHeaderBytes || !TakeScheme(header)) return std::nullopt;
  Fields fields;
  std::uint32_t seen = 0;
  ParamStep step;
  for (AuthParam param; (step = NextParam(header, param)) == ParamStep::kParam;) {
    if (!Keep(param, fields, seen)) return std::nullopt;
  }
  if (step == ParamStep::kBad) return std::nullopt;
  return fields;
}

std::optional<Algorithm> ReadAlgorithm(std::string_view text) {
  if (text.empty() || EqualNoCase(text, "MD5")) return Algorithm::kMd5;
  if (EqualNoCase(text, "SHA-256")) return Algorithm::kSha256;
  return std::nullopt;
}
}  // namespace vss::sip::digest
