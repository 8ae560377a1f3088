import {describe, expect, it} from 'vitest';
import {type Warning, warningIdOf} from '../../source/detectors/warning.ts';
import {frame} from '../../source/present/frame.ts';
import {textOf} from '../../source/present/row.ts';
import type {Session} from '../../source/session/session.ts';
import {beginStory} from '../session/story.ts';
import {stackAt} from './dump-story.ts';

const subject = {kind: 'thing', name: 'orders and stock'} as const;
const own = {
	title: 'goroutine 12 waits for 0xc00001aa38, which goroutine 31 may hold',
	stack: stackAt('orders.(*Book).Reserve[mutex]'),
};
const other = {
	title: 'goroutine 31 waits for 0xc00001ab40, which goroutine 12 may hold',
	stack: stackAt('stock.(*Ledger).Release[mutex]'),
};

/** A session with one open warning that shows these stacks. */
function opened(
	widthColumns: number,
	heightRows: number,
	stacks: Pick<Warning, 'stack' | 'beside'>,
): Session {
	const story = beginStory({widthColumns, heightRows});
	story.poll({waiting: {'orders.(*Book).Reserve[mutex]': 1, 'stock.(*Ledger).Release[mutex]': 1}});
	const {at} = story.session();
	const warning: Warning = {
		id: warningIdOf('deadlock-suspected', subject),
		detector: 'deadlock-suspected',
		word: 'deadlock',
		subject,
		severity: 'critical',
		headline: 'orders and stock: 2 goroutines hold what the other waits for',
		why: 'Neither can go on, and everybody who needs one of these locks stands behind them.',
		nextStep: 'Take the two locks in the same order everywhere.',
		shortStep: 'one lock order',
		confidence: 'strong',
		evidence: [],
		sites: [],
		absorbs: [],
		since: at,
		firedAt: at,
		lastSeenAt: at,
		resolvedAt: undefined,
		resolvedBecause: undefined,
		absorbed: [],
		...stacks,
	};
	story.press('5');
	const session = story.session();
	return {
		...session,
		warnings: {...session.warnings, firing: [warning]},
		look: {...session.look, overlay: {kind: 'warning', id: warning.id, scroll: 0}},
	};
}

function picture(session: Session): string {
	return frame(session)
		.map(row => `|${textOf(row)}|`)
		.join('\n');
}

describe('the stacks of a warning', () => {
	it.each([
		[120, 36],
		[80, 24],
	])('stand beside each other where both fit, at %i x %i', async (widthColumns, heightRows) => {
		const session = opened(widthColumns, heightRows, {stack: own.stack, beside: [own, other]});
		const scrolled: Session = {
			...session,
			look: {
				...session.look,
				overlay: {...session.look.overlay, scroll: heightRows < 30 ? 6 : 0} as Session['look']['overlay'],
			},
		};
		await expect(picture(scrolled)).toMatchFileSnapshot(
			`pictures/deadlock-${widthColumns}x${heightRows}.txt`,
		);
	});

	it('stand below each other where one of them is too wide for its half', () => {
		const [wide] = stackAt(`orders.(*${'Very'.repeat(14)}Long).Reserve[mutex]`).slice(-1);
		const long = {title: 'a long one', stack: wide === undefined ? [] : [wide]};
		const rows = picture(opened(120, 60, {stack: own.stack, beside: [own, long]})).split('\n');
		expect(rows.some(row => row.includes('goroutine 12') && row.includes('a long one'))).toBe(false);
		expect(rows.some(row => row.includes(`${'Very'.repeat(14)}Long).Reserve`))).toBe(true);
	});

	it('are three with its own where that is not among them, and one where there is nothing else', () => {
		const three = picture(opened(120, 60, {stack: stackAt('web.handle[select]'), beside: [own, other]}));
		expect(three).toContain('the stack to look at');
		expect(three).toContain('web.handle');
		expect(three).toContain('goroutine 31 waits');
		expect(picture(opened(120, 60, {stack: own.stack, beside: [own, other]}))).not.toContain(
			'the stack to look at',
		);
		expect(picture(opened(120, 60, {stack: own.stack}))).toContain('the stack to look at');
	});
});
