#include "base/net/open_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

namespace vss {
namespace {

TEST(OpenFiles, AreRaisedToTheHardLimit) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit low{.rlim_cur = std::min<rlim_t>(256, before.rlim_max), .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(RaiseOpenFiles(), std::min<rlim_t>(before.rlim_max, 1 << 20));
  rlimit after{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

TEST(OpenFiles, AreSharedSoThatNobodyStarvesTheOthers) {
  EXPECT_EQ(ShareOpenFiles(65'536, {.http = 4'096, .sip = 10'000}),
            (FileShares{.http = 4'096, .sip = 10'000}));
  EXPECT_EQ(ShareOpenFiles(1'024, {.http = 4'096, .sip = 20'000}), (FileShares{.http = 384, .sip = 192}));
  const FileShares tiny = ShareOpenFiles(64, {.http = 4'096, .sip = 20'000});
  EXPECT_LE(tiny.http + tiny.sip, 36u);
  EXPECT_GT(tiny.http, 0u);
}
}  // namespace
}  // namespace vss
