/* A roaming policy from a file, for extsta replay --policy. */
#ifndef CMD_REPLAY_POLICY_H
#define CMD_REPLAY_POLICY_H

#include <extsta/roam.h>

/* Lines "low = -75" with the names of roam={...} (docs/scenarios.md); empty lines, and what
 * follows a '#', are passed over; what is not said is as extsta_roam_default has it. False:
 * `why` has the words. */
bool replay_policy_read(const char *path, struct extsta_roam_policy *policy, char *why,
                        size_t size);

#endif
