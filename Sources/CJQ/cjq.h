// The one door to libjq (Debian's 1.6, which ships no pkg-config file).
#pragma once
#include <stdio.h>
#include <jv.h>
#include <jq.h>
