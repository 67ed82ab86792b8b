// Precompiled for the sources of the program itself: the whole object graph and the command line, which
// nearly each of them includes.
#pragma once
#include <CLI/App.hpp>

#include "base/pch.hpp"
#include "serving.hpp"
