#pragma once
#include <cstddef>
#include <string>

#include "base/clock.hpp"

namespace vss {

/// Where ids and secrets come from, so that tests repeat. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  /// `count` bytes from a cryptographic generator.
  virtual std::string Bytes(std::size_t count) = 0;

  std::string Uuid();  ///< version 4, lower case (RFC 9562 §5.4)
  /// Version 7 (RFC 9562 §5.7): ids that are made later sort later, so that rows are added at the end of an
  /// index.
  std::string TimeUuid(Instant now);
  std::string Token(std::size_t bytes);      ///< base64url without padding
  std::string Password(std::size_t length);  ///< letters and digits without look-alikes, unbiased
};

class SystemRandom final : public Random {
 public:
  std::string Bytes(std::size_t count) override;
};
}  // namespace vss
