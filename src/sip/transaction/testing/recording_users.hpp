#pragma once
#include <string>
#include <vector>

#include "sip/message/writer.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::sip::test {

/// Notes what a client user hears.
struct RecordingClient : ClientUser {
  std::vector<int> statuses;
  std::vector<TransactionFailure> failures;
  std::function<void(ClientId, const Message&)> on_response = [](ClientId, const Message&) {};

  void OnResponse(ClientId id, const Message& response) override {
    statuses.push_back(response.status);
    on_response(id, response);
  }
  void OnRequestFailed(ClientId, TransactionFailure failure) override { failures.push_back(failure); }
};

/// Notes what a server user hears; `answer` may respond.
struct RecordingServer : ServerUser {
  std::vector<std::string> requests;  ///< whole, as the user saw them
  std::vector<ServerId> ids;
  std::vector<ServerId> cancelled;
  std::vector<int> stray;
  std::vector<TransactionFailure> failures;
  int acks = 0;
  std::function<void(ServerId, const Message&)> answer = [](ServerId, const Message&) {};

  void OnRequest(ServerId id, const Message& request, const Flow&) override {
    requests.emplace_back(request.bytes);
    ids.push_back(id);
    answer(id, request);
  }
  void OnAck(const Message&, const Flow&) override { ++acks; }
  void OnCancel(ServerId invite, const Message&) override { cancelled.push_back(invite); }
  void OnResponseFailed(ServerId, TransactionFailure failure) override { failures.push_back(failure); }
  void OnStrayResponse(const Message& response, const Flow&) override { stray.push_back(response.status); }
};

/// A request as a user writes it: without Via.
inline std::string Request(std::string_view method, std::string_view call_id = "c1",
                           std::string_view extra = "") {
  return fmt::format(
      "{0} sip:bob@example.org SIP/2.0\r\nFrom: <sip:alice@example.org>;tag=a1\r\nTo: "
      "<sip:bob@example.org>\r\n"
      "Call-ID: {1}\r\nCSeq: 1 {0}\r\nMax-Forwards: 70\r\n{2}Content-Length: 0\r\n\r\n",
      method, call_id, extra);
}
}  // namespace vss::sip::test
