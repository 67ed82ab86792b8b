#pragma once

namespace vss::http {

/// One open file in hand for the moment when no more may be opened: whoever waits in the backlog of a
/// listening socket is accepted with it and told 503, instead of waiting for nobody knows how long. That
/// connection is then the file in hand, closed for the next one: time for the request to come, which a
/// connection closed at once would answer with a reset.
class SpareFile {
 public:
  SpareFile() { Open(); }
  ~SpareFile() { Close(); }
  SpareFile(const SpareFile&) = delete;
  SpareFile& operator=(const SpareFile&) = delete;

  /// False when there was nobody, or no file in hand.
  bool TellOneInBacklog(int listening);

 private:
  void Open();
  void Close();

  int fd_ = -1;
};
}  // namespace vss::http
