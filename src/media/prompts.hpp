#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include <expected>

#include "media/engine.hpp"

/// What is played to people: files, and sounds that are made by code so that nothing needs to be installed.
namespace vss::media {

/// Reads a WAV file of any rate. The error says what is wrong with the file. Blocks.
std::expected<Engine::Samples, std::string> LoadPrompt(const std::filesystem::path& path);

/// Sounds like somebody who talks, without words: voiced syllables with pauses. Different voices for
/// different `voice`; the same each time. 4 s, to be repeated.
Engine::Samples SpeechLike(unsigned voice);
/// A short melody: what a line plays that was given no prompt.
Engine::Samples Melody();
/// 3 s of sweep and noise bursts that resembles itself at no other delay, to find it again in what was heard.
Engine::Samples TestSignal();
}  // namespace vss::media
