#pragma once
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <vector>

/// Tones of the telephone network as 8 kHz samples. Those with a cadence hold one period, to be repeated for
/// ever.
namespace vss::media {

std::vector<std::int16_t> Tone(std::initializer_list<double> hertz, std::chrono::milliseconds length);
std::vector<std::int16_t> Silence(std::chrono::milliseconds length);

std::vector<std::int16_t> RingbackTone();  ///< 425 Hz, 1 s on, 4 s off (ETSI TR 101 041-2, the European tone)
std::vector<std::int16_t> BusyTone();      ///< 425 Hz, 0.35 s on, 0.35 s off
std::vector<std::int16_t> Beep();          ///< 1 kHz, 0.5 s
/// The two frequencies of ITU-T Q.23, then as much silence as `length` again up to 100 ms; empty when it is
/// no digit.
std::vector<std::int16_t> DigitTone(char digit, std::chrono::milliseconds length);
}  // namespace vss::media
