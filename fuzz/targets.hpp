#pragma once
#include <cstddef>
#include <cstdint>

#include "expect.hpp"

/// The targets, one a file fuzz_NAME.cpp, as libFuzzer calls them: 0 says that the input may stay in the
/// corpus.
int FuzzBody(const std::uint8_t* data, std::size_t size);
int FuzzCsv(const std::uint8_t* data, std::size_t size);
int FuzzCursor(const std::uint8_t* data, std::size_t size);
int FuzzDigest(const std::uint8_t* data, std::size_t size);
int FuzzEngineIo(const std::uint8_t* data, std::size_t size);
int FuzzEnv(const std::uint8_t* data, std::size_t size);
int FuzzJwt(const std::uint8_t* data, std::size_t size);
int FuzzRtcp(const std::uint8_t* data, std::size_t size);
int FuzzRtp(const std::uint8_t* data, std::size_t size);
int FuzzSdp(const std::uint8_t* data, std::size_t size);
int FuzzSip(const std::uint8_t* data, std::size_t size);
int FuzzTarget(const std::uint8_t* data, std::size_t size);
int FuzzWav(const std::uint8_t* data, std::size_t size);
int FuzzWebSocket(const std::uint8_t* data, std::size_t size);
