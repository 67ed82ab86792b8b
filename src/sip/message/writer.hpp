#pragma once
#include <string>
#include <string_view>

#include "sip/message/message.hpp"

namespace vss::sip {

/// RFC 3261 §21 and the registry's later ones; "Unknown" for a status that is not registered.
std::string_view ReasonPhrase(int status);

/// Writes one message, header by header, in order. CR and LF inside a value are dropped (NUL: a space), so
/// nothing that comes from outside adds a header.
class Writer {
 public:
  static Writer Request(std::string_view method, std::string_view request_uri);
  static Writer Request(Method method, std::string_view request_uri) {
    return Request(ToString(method), request_uri);
  }
  static Writer Response(int status, std::string_view reason = {});

  Writer& Add(std::string_view name, std::string_view value);
  Writer& Add(std::string_view name, std::uint64_t value);
  /// Every header of `from` with this id, in order.
  Writer& Copy(const Message& from, HeaderId id);
  /// Ends the headers with Content-Type (when there is a body) and Content-Length.
  std::string Finish(std::string_view content_type = {}, std::string_view body = {});

 private:
  std::string out_;
};

/// A response with what §8.2.6.2 copies from the request: Via, From, To (with `to_tag` when it has none and
/// `to_tag` is not empty), Call-ID, CSeq. The caller adds the rest and finishes.
Writer ResponseTo(const Message& request, int status, std::string_view to_tag, std::string_view reason = {});
}  // namespace vss::sip
