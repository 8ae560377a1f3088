import type {FuzzTarget} from './target.ts';
import {configTarget} from './targets/config.ts';
import {dumpTarget} from './targets/dump.ts';
import {fileTarget} from './targets/file.ts';
import {httpTarget} from './targets/http.ts';
import {indexPageTarget} from './targets/index-page.ts';
import {memoryStatsTarget} from './targets/memory-stats.ts';
import {metricsTarget} from './targets/metrics.ts';
import {profileTarget} from './targets/profile.ts';
import {recordingTarget} from './targets/recording.ts';
import {screenTarget} from './targets/screen.ts';
import {tapesTarget} from './targets/tapes.ts';
import {textsTarget} from './targets/texts.ts';

/** Everything that reads bytes which somebody else wrote. */
export const fuzzTargets: readonly FuzzTarget[] = [
	profileTarget,
	dumpTarget,
	indexPageTarget,
	memoryStatsTarget,
	metricsTarget,
	textsTarget,
	fileTarget,
	tapesTarget,
	recordingTarget,
	configTarget,
	httpTarget,
	screenTarget,
];
