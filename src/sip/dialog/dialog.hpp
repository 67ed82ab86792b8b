#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sip/message/message.hpp"
#include "sip/message/writer.hpp"

namespace vss::sip {

/// The state that two user agents share (RFC 3261 §12): tags, sequence numbers, route set, remote target.
/// Pure: it writes requests and judges those that come, and sends nothing.
class Dialog {
 public:
  static constexpr std::size_t kMaxRoutes = 32;  ///< further Record-Route values are not kept

  /// §12.1.2, from a response with a To-tag to the INVITE that we sent. `local` is our From without its tag;
  /// `request_uri` stands in for a missing Contact.
  static Dialog AsClient(const Message& response, std::string local, std::string_view request_uri);
  /// §12.1.1, from an INVITE that we answer with `local_tag`.
  static Dialog AsServer(const Message& invite, std::string local_tag);

  const std::string& call_id() const { return call_id_; }
  const std::string& local_tag() const { return local_tag_; }
  const std::string& remote_tag() const { return remote_tag_; }
  const std::string& remote_uri() const { return remote_uri_; }
  const std::string& remote_target() const { return remote_target_; }
  const std::vector<std::string>& routes() const { return routes_; }

  /// Both tags and the Call-ID of a request from the peer.
  bool Matches(const Message& request) const;

  enum class Order : std::uint8_t { kNext, kOutOfOrder };
  /// §12.2.2: numbers only grow (gaps are fine); kOutOfOrder is answered with 500. Not for ACK and CANCEL.
  Order TakeCSeq(std::uint32_t number);
  /// §12.2.1.2, §12.2.2: Contact of a target refresh request, or of its 2xx.
  void RefreshTarget(const Message& message);

  std::uint32_t NextCSeq() { return ++local_cseq_; }
  /// Request-URI of our next request: the remote target, or the first route when that is a strict router.
  std::string RequestUri() const;
  /// Where it goes on the wire: the first route, else the remote target. Empty when the peer named neither: a
  /// URI that only stands in for its Contact says nothing of ports, so requests go where the first one went.
  std::string_view NextHop() const;
  /// Request-Line to Max-Forwards (§12.2.1.1) without Via; the caller adds the rest and finishes.
  Writer Request(Method method, std::uint32_t cseq) const;

 private:
  bool StrictRouted() const;

  std::string call_id_, local_tag_, remote_tag_;
  std::string local_, remote_;  ///< as they stand in From and To, without tags
  std::string remote_uri_, remote_target_;
  std::vector<std::string> routes_;
  bool peer_named_target_ = false;
  std::uint32_t local_cseq_ = 0;
  std::optional<std::uint32_t> remote_cseq_;
};

/// The URI of the first Contact, when it is a SIP one.
std::optional<std::string_view> ContactUri(const Message& message);
/// RFC 3261 §8.1.1.8: what makes a dialog names exactly one contact, by a SIP or SIPS URI.
bool HasOneContact(const Message& request);
}  // namespace vss::sip
