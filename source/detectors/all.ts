import {blockLatency} from './block-latency.ts';
import {contentionSpike} from './contention-spike.ts';
import {deadlockSuspected} from './deadlock-suspected.ts';
import type {Detector} from './detector.ts';
import {gcCpu} from './gc-cpu.ts';
import {gcPause} from './gc-pause.ts';
import {gcStorm} from './gc-storm.ts';
import {goroutineCount} from './goroutine-count.ts';
import {goroutineGrowth} from './goroutine-growth.ts';
import {handlerPileup} from './handler-pileup.ts';
import {heapGrowth} from './heap-growth.ts';
import {heapLimit} from './heap-limit.ts';
import {ioNoDeadline} from './io-no-deadline.ts';
import {leakConfirmed} from './leak-confirmed.ts';
import {leakSuspected} from './leak-suspected.ts';
import {lockPileup} from './lock-pileup.ts';
import {mutexContention} from './mutex-contention.ts';
import {noContext} from './no-context.ts';
import {poolExhausted} from './pool-exhausted.ts';
import {profileOff} from './profile-off.ts';
import {restart} from './restart.ts';
import {schedLatency} from './sched-latency.ts';
import {siteGrowth} from './site-growth.ts';
import {stale} from './stale.ts';
import {stuckLock} from './stuck-lock.ts';
import {stuckSend} from './stuck-send.ts';
import {stuckWait} from './stuck-wait.ts';
import {threadGrowth} from './thread-growth.ts';
import type {DetectorId} from './thresholds.ts';
import {timerGrowth} from './timer-growth.ts';
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
	deadlockSuspected,
	leakConfirmed,
	leakSuspected,
	stuckSend,
	stuckLock,
	stuckWait,
	poolExhausted,
	handlerPileup,
	ioNoDeadline,
	noContext,
	gcPause,
	gcCpu,
	gcStorm,
	heapGrowth,
	heapLimit,
	timerGrowth,
	threadGrowth,
	schedLatency,
	restart,
	profileOff,
	watchCost,
	stale,
];
