import {expect, it} from 'vitest';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import {statsWith} from '../detectors/draw-memory.ts';
import {beginStory, storyBegins} from '../session/story.ts';

/** Heap pages 15 s apart; the collector's mean share since the start as of a collection just before each. */
function collecting(shares: readonly number[], screen: 'sites' | 'heap' = 'sites'): string {
	const story = beginStory({widthColumns: 120, heightRows: 36, screen});
	for (const [index, gcCpuFraction] of shares.entries()) {
		const at = storyBegins + (index + 1) * 15_000;
		const pause = {endedAtUnixMilliseconds: storyBegins, pauseNanoseconds: 1e5};
		const stats = statsWith({
			gcCpuFraction,
			gcCount: index + 1,
			lastGcUnixMilliseconds: at - 100,
			pauses: [pause],
		});
		story.tell({type: 'memory-read', at, stats});
	}

	return frame(story.session()).map(textOf).join('\n');
}

it('shows what the collector took lately, at least, and the mean only where that is not told', () => {
	expect(collecting([0.02])).toContain('gc 2.0% avg');
	expect(collecting([0.02, 0.03])).toMatch(/gc ≥4\.\d%/u);
	expect(collecting([0.03, 0.02])).toContain('gc 2.0% avg');
});

it('calls what was told long ago no longer lately', () => {
	expect(collecting([0.02, 0.03, 0.029, 0.028, 0.027, 0.026, 0.025])).toContain('gc 2.5% avg');
});

it('has both in the view of the heap', () => {
	const view = collecting([0.02, 0.03], 'heap');
	expect(view).toMatch(/gc cpu, lately +≥4\.\d%/u);
	expect(view).toMatch(/gc cpu, average +3\.0%/u);
});
