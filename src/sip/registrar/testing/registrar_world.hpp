#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "sip/registrar/flow_text.hpp"
#include "sip/registrar/registrar.hpp"
#include "sip/registrar/testing/phone.hpp"

namespace vss::test {
/// A registrar with two accounts, 6001 and 6002, that notes what its listener is told, on a stack and a clock
/// that the test moves.
class RegistrarWorld : public testing::Test, public sip::RegistrarListener {
 protected:
  RegistrarWorld()
      : authenticator({.realm = "vss.internal"}, std::string(32, 'k'), [this] { return stack.now(); }) {
    for (const char* user : {"6001", "6002"}) {
      authenticator.Put(user, sip::digest::MakeHa1(user, "vss.internal", "secret"));
    }
    Make({});
  }
  void Make(sip::Registrar::Settings settings) {
    registrar.emplace(stack, authenticator, clock, random, *this, std::move(settings));
  }
  void OnBound(const sip::Binding& binding) override { notes.push_back("bound " + binding.contact); }
  void OnMoved(const sip::Binding& before, const sip::Binding& now) override {
    moves.push_back(before.contact + " " + sip::FormatFlow(before.flow) + " -> " + now.contact + " " +
                    sip::FormatFlow(now.flow));
  }
  void OnUnbound(const sip::Binding& binding, sip::UnboundReason reason, std::size_t left) override {
    notes.push_back("unbound " + binding.contact + " " + std::string(sip::ToString(reason)) + " " +
                    std::to_string(left));
  }
  void OnReachability(const sip::Binding& binding, sip::Reachability now) override {
    notes.push_back((now == sip::Reachability::kReachable ? "reachable " : "unreachable ") + binding.contact);
  }
  void OnRefused(const std::string& user, const sip::Flow& flow) override {
    notes.push_back("refused " + user + " " + sip::FormatFlow(flow));
  }
  /// A phone behind NAT, bound.
  Phone RegisterBehindNat() {
    Phone phone{.flow = FlowFrom("198.51.100.7", 40'123), .contact = "<sip:6001@192.168.1.5:5060>"};
    Register(phone);
    notes.clear();
    return phone;
  }
  /// The next keep-alives, all of which time out after 32 s.
  void LetPingsTimeOut(int count) {
    for (int i = 0; i < count; ++i) {
      Advance(std::chrono::seconds(28));
      stack.Fail(stack.Last(sip::Method::kOptions), sip::TransactionFailure::kTimeout);
    }
  }
  void Advance(std::chrono::milliseconds by) {
    clock.Advance(by);
    stack.Advance(by);
  }
  int Send(Phone& phone) {
    const sip::StoredMessage request = phone.Register();
    registrar->OnRegister(sip::ServerId{++id}, *request, phone.flow);
    phone.TakeChallenge(Last());
    return Last().status;
  }
  /// Through the challenge to the answer.
  int Register(Phone& phone) {
    const int status = Send(phone);
    return status == 401 ? Send(phone) : status;
  }
  const sip::Message& Last() { return *stack.responses.back().message; }
  std::string Contacts() { return std::string(Last().Find(sip::HeaderId::kContact)); }

  FakeStack stack;
  FakeClock clock;
  CountingRandom random;
  std::vector<std::string> notes, moves;
  sip::Authenticator authenticator;
  std::optional<sip::Registrar> registrar;
  std::uint64_t id = 0;
};
}  // namespace vss::test
