#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace vss::http {

/// A connection that has left HTTP (status 101): plain bytes both ways, TLS or not. Handed to the `upgrade`
/// of the response that asked for it. Everything happens on the server's loop; the connection lives until
/// Close() or the peer's end. Holds no buffer while nothing is under way (TLS keeps its own).
class ByteStream : public std::enable_shared_from_this<ByteStream> {
 public:
  /// Whoever speaks on the connection; outlives Close().
  class User {
   public:
    virtual ~User() = default;
    /// `bytes` may be changed (a codec may unmask them in place) and are gone after the call.
    virtual void OnBytes(std::span<char> bytes) = 0;
    /// There is room again, after a Send() that took less than everything.
    virtual void OnWritable() = 0;
    /// The peer closed or the connection broke. The last call.
    virtual void OnEnd() = 0;
  };

  virtual ~ByteStream() = default;
  /// Reading begins, never within this call. Once only.
  virtual void Start(User& user) = 0;
  /// Takes what the connection takes now, in order, and says how many bytes that were. When it is less than
  /// all, OnWritable() follows. Never calls `user`.
  virtual std::size_t Send(std::span<const std::string_view> parts) = 0;
  /// Closes; `user` hears nothing any more. May be called inside its calls. What the peer still sends is read
  /// and thrown away for a moment, or the reset that follows unread data would destroy what was sent last.
  virtual void Close() = 0;
};
}  // namespace vss::http
