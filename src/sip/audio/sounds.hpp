#pragma once
#include "media/engine.hpp"

namespace vss::sip {

/// What VSS plays by itself: 8 kHz mono, made once and shared by all shards. None is null.
struct Sounds {
  media::Engine::Samples prompt;        ///< of an AUTO line
  media::Engine::Samples talk;          ///< of the test exchange's subscribers
  media::Engine::Samples greeting;      ///< of its answering machine, with the beep at the end
  media::Engine::Samples announcement;  ///< why a call does not get through
  media::Engine::Samples ringback;      ///< one period: tone and pause
  media::Engine::Samples silence;
};
}  // namespace vss::sip
