import {blockLatency} from './block-latency.ts';
import {contentionSpike} from './contention-spike.ts';
import type {Detector} from './detector.ts';
import {gcPause} from './gc-pause.ts';
import {goroutineCount} from './goroutine-count.ts';
import {goroutineGrowth} from './goroutine-growth.ts';
import {lockPileup} from './lock-pileup.ts';
import {mutexContention} from './mutex-contention.ts';
import {profileOff} from './profile-off.ts';
import {restart} from './restart.ts';
import {siteGrowth} from './site-growth.ts';
import {stale} from './stale.ts';
import type {DetectorId} from './thresholds.ts';
import {watchCost} from './watch-cost.ts';

/** Any one detector, with its id, thresholds and check still belonging together. */
export type AnyDetector<Id extends DetectorId = DetectorId> = {[I in Id]: Detector<I>}[Id];

/** Every detector there is. A new one is its file, its line here, its thresholds and its test. */
export const allDetectors: readonly AnyDetector[] = [
	goroutineCount,
	goroutineGrowth,
	siteGrowth,
	mutexContention,
	blockLatency,
	contentionSpike,
	lockPileup,
	gcPause,
	restart,
	profileOff,
	watchCost,
	stale,
];
