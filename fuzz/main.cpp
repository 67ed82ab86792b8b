#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "targets.hpp"

// One program for all targets: compiled and linked once. VSS_FUZZ_TARGET says which of them a run is about.
namespace {
using Target = int (*)(const std::uint8_t*, std::size_t);

constexpr std::pair<std::string_view, Target> kTargets[] = {
    {"body", FuzzBody},         {"csv", FuzzCsv},
    {"cursor", FuzzCursor},     {"digest", FuzzDigest},
    {"engineio", FuzzEngineIo}, {"env", FuzzEnv},
    {"jwt", FuzzJwt},           {"rtcp", FuzzRtcp},
    {"rtp", FuzzRtp},           {"sdp", FuzzSdp},
    {"sip", FuzzSip},           {"target", FuzzTarget},
    {"wav", FuzzWav},           {"websocket", FuzzWebSocket}};

Target chosen = nullptr;
}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* name = std::getenv("VSS_FUZZ_TARGET");
  for (const auto& [known, target] : kTargets) {
    if (name != nullptr && known == name) chosen = target;
  }
  if (chosen != nullptr) return 0;
  std::fputs("VSS_FUZZ_TARGET names one of:", stderr);
  for (const auto& [known, target] : kTargets) std::fprintf(stderr, " %s", known.data());
  std::fputc('\n', stderr);
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return chosen(data, size);
}
