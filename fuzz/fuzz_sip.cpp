#include <functional>

#include "sip/message/writer.hpp"
#include "targets.hpp"

// A datagram from anybody: refused, or views inside its bytes that write back to a message that says the
// same.
namespace vss::sip {
namespace {
bool Inside(std::string_view outer, std::string_view inner) {
  const std::less_equal<const char*> before;
  return inner.empty() || (before(outer.data(), inner.data()) &&
                           before(inner.data() + inner.size(), outer.data() + outer.size()));
}

void ExpectViewsInside(std::string_view input, const Message& message) {
  for (const std::string_view view : {message.bytes,
                                      message.body,
                                      message.method_text,
                                      message.request_uri_text,
                                      message.request_uri.host,
                                      message.request_uri.user,
                                      message.request_uri.params,
                                      message.request_uri.headers,
                                      message.reason,
                                      message.via.host,
                                      message.via.branch,
                                      message.via.params,
                                      message.via.received,
                                      message.from.display,
                                      message.from.uri_text,
                                      message.from.params,
                                      message.from.tag,
                                      message.to.uri.host,
                                      message.to.tag,
                                      message.call_id,
                                      message.cseq.method_text}) {
    Expect(Inside(input, view), "a view lies inside the message's bytes");
  }
  for (const Header& header : message.headers()) {
    Expect(Inside(input, header.name) && Inside(input, header.value),
           "a header lies inside the message's bytes");
    Expect(!header.name.empty(), "a header has a name");
  }
}

/// What layers above read lazily must stand any value.
void ReadFields(const Message& message) {
  for (const HeaderId id : {HeaderId::kVia, HeaderId::kContact, HeaderId::kRoute, HeaderId::kRecordRoute}) {
    Elements elements(message, id);
    std::size_t count = 0;
    for (std::string_view element; elements.Next(element); ++count) {
      Expect(Inside(message.bytes, element), "a list's element lies inside the message's bytes");
      const auto address = ParseAddress(element);
      if (address) FindParam(address->params, "expires");
      ParseVia(element);
    }
    Expect(count <= message.bytes.size(), "a list ends");
  }
  for (const Header& header : message.headers()) {
    FindParam(header.value, "q");
    ParseNumber(header.value);
    Unescape(header.value);
  }
}

std::string WriteBack(const Message& message) {
  Writer writer = message.is_request ? Writer::Request(message.method_text, message.request_uri_text)
                                     : Writer::Response(message.status, message.reason);
  std::string_view content_type;
  for (const Header& header : message.headers()) {
    if (header.id == HeaderId::kContentLength) continue;
    if (header.id == HeaderId::kContentType && !message.body.empty()) {
      content_type = header.value;
      continue;
    }
    writer.Add(header.name, header.value);
  }
  return writer.Finish(content_type, message.body);
}

void ExpectSame(const Message& a, const Message& b) {
  Expect(a.is_request == b.is_request && a.status == b.status,
         "written back, it is the same kind of message");
  Expect(a.method_text == b.method_text && a.cseq.number == b.cseq.number, "written back, CSeq is the same");
  Expect(a.request_uri_text == b.request_uri_text, "written back, the Request-URI is the same");
  Expect(a.call_id == b.call_id && a.body == b.body, "written back, Call-ID and body are the same");
  Expect(a.from.tag == b.from.tag && a.to.tag == b.to.tag, "written back, the tags are the same");
  Expect(a.from.uri_text == b.from.uri_text && a.to.uri_text == b.to.uri_text,
         "written back, the URIs are the same");
  Expect(a.via.branch == b.via.branch && a.via.host == b.via.host && a.via.port == b.via.port,
         "written back, the topmost Via is the same");
  Expect(a.max_forwards == b.max_forwards, "written back, Max-Forwards is the same");
}
}  // namespace
}  // namespace vss::sip

int FuzzSip(const std::uint8_t* data, std::size_t size) {
  using namespace vss::sip;
  // A copy of its own size, so that the sanitizer sees a read past the end.
  const std::vector<char> copy(data, data + size);
  const std::string_view input(copy.data(), copy.size());
  static Message message, again;
  ParseUri(input);
  if (!Parse(input, message)) return 0;
  ExpectViewsInside(input, message);
  ReadFields(message);

  const std::string written = WriteBack(message);
  const bool has_room = written.size() <= Message::kMaxBytes &&
                        message.headers().size() + 2 <= Message::kMaxHeaders;  // the Writer may add two
  if (has_room) {
    Expect(Parse(written, again).has_value(), "what was accepted can be written and read again");
    ExpectSame(message, again);
  }
  const StoredMessage stored(message);
  ExpectSame(message, *stored);
  if (message.is_request && has_room) {
    const std::string response = ResponseTo(message, 486, "to-tag").Finish();
    Expect(Parse(response, again).has_value(), "a response to what was accepted can be read");
    Expect(again.to.tag == (message.to.tag.empty() ? "to-tag" : message.to.tag), "a response has a To tag");
    Expect(again.via.branch == message.via.branch && again.call_id == message.call_id,
           "a response finds its way back");
  }
  return 0;
}
