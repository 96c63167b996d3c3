#define BACKEND "openssl"
#include "mpdu_tests.h"
