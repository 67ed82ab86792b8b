// Precompiled for every test program: what the product's sources share, and GoogleTest with its matchers.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/pch.hpp"
