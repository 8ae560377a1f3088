import type {DetectorId} from '../../detectors/thresholds.ts';
import type {WaitKind} from '../../profile/wait-kind.ts';
import {channelWaits} from './channel-waits.ts';
import {dependencies} from './dependencies.ts';
import type {Explanation} from './explanation.ts';
import {growthWarnings} from './growth-warnings.ts';
import {lockWaits} from './lock-waits.ts';
import {processWarnings} from './process-warnings.ts';
import {systemWaits} from './system-waits.ts';
import {waitingWarnings} from './waiting-warnings.ts';

// A kind or an id without its explanation does not compile.
const waits: {readonly [kind in WaitKind]: Explanation} = {...channelWaits, ...lockWaits, ...systemWaits};
const warnings: {readonly [id in DetectorId]: Explanation} = {
	...growthWarnings,
	...waitingWarnings,
	...processWarnings,
};

/** What every wait, dependency and warning is, with its usual causes and their fixes. */
export const explanations = {wait: waits, dependency: dependencies, detector: warnings} as const;
