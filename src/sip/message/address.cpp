#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"
#include "sip/message/params.hpp"

namespace vss::sip {
namespace {
using AddressResult = std::expected<Address, ParseError>;

/// Checks the header's parameters and keeps its tag.
bool TakeParams(std::string_view rest, Address& address) {
  if (!TakeParamsStart(rest)) return false;
  address.params = Trim(rest);
  ParamStep step;
  for (Param param; (step = NextParam(rest, param)) == ParamStep::kParam;) {
    if (!EqualNoCase(param.name, "tag")) continue;
    if (!address.tag.empty() || param.is_quoted || param.value.empty()) return false;
    address.tag = param.value;
  }
  return step == ParamStep::kEnd;
}

/// Quoted string, or words. Words are tokens in the grammar; what phones send besides does no harm, as long
/// as it does not look like the end of the name or of a list element.
bool TakeDisplay(std::string_view& rest, Address& address) {
  if (rest.starts_with('"')) {
    const std::size_t size = QuotedSize(rest);
    if (size == 0) return false;
    address.display = rest.substr(1, size - 2);
    rest.remove_prefix(size);
    SkipSpace(rest);
    return rest.starts_with('<');
  }
  const std::size_t end = rest.find('<');
  address.display = Trim(rest.substr(0, end));
  rest.remove_prefix(end);
  return address.display.find_first_of(",;>\"\\") == std::string_view::npos;
}

/// Without <> everything behind the first ';' belongs to the header, and ',' or '?' may not stand before it
/// (§20.10). What comes after may hold a '<' of its own, in a quoted parameter (§25.1, contact-extension).
bool IsAddrSpec(std::string_view text) {
  return !text.starts_with('"') && text.substr(0, text.find(';')).find('<') == std::string_view::npos;
}

AddressResult Finish(Address address, std::string_view uri_text, std::string_view rest) {
  const auto uri = ParseUri(uri_text);
  if (!uri) return std::unexpected(uri.error());
  address.uri_text = uri_text;
  address.uri = *uri;
  if (!TakeParams(rest, address)) return Fail("header parameters");
  return address;
}
}  // namespace

std::expected<Address, ParseError> ParseAddress(std::string_view text) {
  text = Trim(text);
  Address address;
  if (IsAddrSpec(text)) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view uri_text = Trim(text.substr(0, end));
    if (uri_text.find_first_of(",?") != std::string_view::npos) return Fail("URI that needs <>");
    return Finish(address, uri_text, text.substr(end));
  }
  if (!TakeDisplay(text, address)) return Fail("display name");
  text.remove_prefix(1);
  const std::size_t end = text.find('>');
  if (end == std::string_view::npos) return Fail("< without >");
  return Finish(address, text.substr(0, end), text.substr(end + 1));
}
}  // namespace vss::sip
