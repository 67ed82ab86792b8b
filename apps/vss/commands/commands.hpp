#pragma once
#include <CLI/App.hpp>

/// The sub-commands, one source each. Every Add… declares its command on `app`; when the user names it, it
/// runs and sets `exit_code`. Exceptions leave to main, which maps them to exit codes.
namespace vss {
void AddConfigCommand(CLI::App& app, int& exit_code);
}  // namespace vss
