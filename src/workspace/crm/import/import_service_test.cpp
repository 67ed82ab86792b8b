#include "workspace/crm/import/import_service.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
TEST(RoomForAnImport, IsWhatItsLeadsTakeAndWhatOthersNeed) {
  constexpr std::uint64_t kMegabyte = 1024 * 1024;
  EXPECT_EQ(RoomFor(0), 64 * kMegabyte);
  EXPECT_EQ(RoomFor(22 * kMegabyte), 130 * kMegabyte) << "a disk of 24 MB does not take it";
}
}  // namespace
}  // namespace vss::crm
