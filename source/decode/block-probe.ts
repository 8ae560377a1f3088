import type {Profile} from '../profile/profile.ts';

/** net/http/pprof waits in this function, in a select of a second or more, between the two halves of a delta. */
const waitingHandler = 'net/http/pprof.handler.serveDeltaProfile';

/**
 * Whether block profiling is on in the target, given the profile that `block?seconds=1` answered. The runtime states
 * the rate nowhere, but records the wait of the handler itself: always for rates up to 1e9 nanoseconds, with a chance
 * of 1e9 / rate above. Answers of servers that do not use net/http/pprof's own handler always look as if it were off.
 */
export function blockProfilingIsOn(probe: Profile): boolean {
	return probe.samples.some(sample => sample.stack.some(frame => frame.functionName === waitingHandler));
}
