#pragma once
#include <cstdio>
#include <cstdlib>

/// A property that every input must keep. Ends the program, so that libFuzzer keeps the input.
inline void Expect(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "broken property: %s\n", property);
  std::abort();
}
