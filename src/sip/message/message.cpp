#include "sip/message/message.hpp"

#include <cstring>
#include <utility>

namespace vss::sip {

std::string_view Message::Find(HeaderId id) const {
  if (!Has(id)) return {};
  for (const Header& header : headers()) {
    if (header.id == id) return header.value;
  }
  return {};
}

std::string_view Message::FindOther(std::string_view name) const {
  for (const Header& header : headers()) {
    if (header.id == HeaderId::kOther && EqualNoCase(header.name, name)) return header.value;
  }
  return {};
}

bool Message::Has(HeaderId id) const { return (present_ >> std::to_underlying(id) & 1) != 0; }

void Message::Clear() {
  is_request = false;
  method = Method::kUnknown;
  method_text = request_uri_text = reason = call_id = body = bytes = {};
  request_uri = {};
  status = 0;
  via = {};
  from = to = {};
  cseq = {};
  max_forwards = -1;
  count_ = 0;
  present_ = 0;
}

bool Elements::Next(std::string_view& element) {
  while (!NextElement(list_, element)) {
    if (next_ == message_->headers().size()) return false;
    const Header& header = message_->headers()[next_++];
    if (header.id == id_) list_ = header.value;
  }
  return true;
}

StoredMessage::StoredMessage(const Message& message)
    : bytes_(new char[message.bytes.size()]), message_(new Message) {
  std::memcpy(bytes_.get(), message.bytes.data(), message.bytes.size());
  // Was parsed once, so it parses again; views into the copy come out.
  Parse({bytes_.get(), message.bytes.size()}, *message_).value();
}
}  // namespace vss::sip
