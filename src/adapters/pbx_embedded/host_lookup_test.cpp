#include "adapters/pbx_embedded/host_lookup.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

namespace vss::pbx_embedded {
namespace {
using namespace std::chrono_literals;

struct HostLookupTest : testing::Test {
  boost::asio::io_context io;
  FakeClock clock;
  HostLookup names{io, clock};

  std::optional<boost::asio::ip::address> Ask(const std::string& name) {
    std::optional<std::optional<boost::asio::ip::address>> told;
    names.Resolve(name, [&](auto address) { told = address; });
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    io.restart();
    while (!told && std::chrono::steady_clock::now() < deadline) io.run_one_for(100ms);
    EXPECT_TRUE(told) << "never told";
    return told.value_or(std::nullopt);
  }
};

TEST_F(HostLookupTest, ResolvesNamesAndKeepsThem) {
  const auto address = Ask("localhost");
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->is_loopback());
  bool at_once = false;
  names.Resolve("localhost", [&](auto known) { at_once = known == address; });
  EXPECT_TRUE(at_once);
}

TEST_F(HostLookupTest, AsksForNoMoreThanItMay) {
  std::size_t refused = 0;
  for (std::size_t n = 0; n < HostLookup::kMaxPending + 5; ++n)
    names.Resolve(std::to_string(n) + ".invalid", [&](auto address) { refused += !address; });
  EXPECT_EQ(refused, 5U) << "those beyond are told at once";
}

TEST_F(HostLookupTest, TellsNothingWhenItIsGone) {
  auto gone = std::make_unique<HostLookup>(io, clock);
  bool told = false;
  gone->Resolve("localhost", [&](auto) { told = true; });
  gone.reset();
  io.run_for(200ms);
  EXPECT_FALSE(told);
}
}  // namespace
}  // namespace vss::pbx_embedded
