#pragma once
#include "ottb/ports/pbx.hpp"

namespace vss::ottb {

/// Told, after the commit, of what changed about lines, so that the registrar follows. On the HTTP loop.
class LineWatcher {
 public:
  virtual ~LineWatcher() = default;
  virtual void OnLineAdded(const LineAccount& line) = 0;
  /// It has another password; whoever registered with the old one is out.
  virtual void OnLineCredentials(const LineAccount& line) = 0;
  virtual void OnLineRemoved(int number) = 0;
  /// Its slot was moved by hand.
  virtual void OnLineMoved(int number) = 0;
  /// It is to register anew.
  virtual void OnLineRestart(int number) = 0;
};
}  // namespace vss::ottb
