#define BACKEND "ipsec-mb"
#include "mpdu_tests.h"
