import {expect, test} from 'vitest';
import {defaultSettings} from '../../source/detectors/settings.ts';
import {advanceWarnings, emptyWarningLog} from '../../source/detectors/warning-log.ts';
import {beginStretch} from '../../source/series/comparable.ts';
import type {History} from '../../source/series/history.ts';
import {draw, drawn, watch} from './draw.ts';

const only = {only: ['restart']} as const;
const restarted = (history: History, at: number) =>
	beginStretch(history, at, 'restart', 'another process answers: fewer heap records than before');

test('says that the process was restarted, since when, and how that was seen', () => {
	const before = drawn({sites: 'web.handle[select] 5*3'});
	const {log, said} = watch(
		draw({sites: 'web.handle[select] 5*3', from: restarted(before, before.at + 2000)}),
		only,
	);
	expect(said).toEqual(['6s info restart: the process was restarted']);
	expect(log.firing[0]).toMatchObject({since: 6000, shortStep: 'was it a deployment?'});
	expect(log.firing[0]?.evidence.at(-1)?.text).toBe(
		'another process answers: fewer heap records than before',
	);
});

test('clears by itself after two minutes', () => {
	const before = drawn({sites: 'web.handle[select] 5*3'});
	const {said} = watch(
		draw({sites: 'web.handle[select] 5*70', from: restarted(before, before.at + 2000)}),
		only,
	);
	expect(said).toEqual(['6s info restart: the process was restarted', '128s restart: it cleared']);
});

test('counts restarts that repeat', () => {
	let history = drawn({sites: 'web.handle[select] 5*3'});
	let log = emptyWarningLog;
	for (let times = 0; times < 3; times++) {
		history = restarted(drawn({sites: 'web.handle[select] 5*9', from: history}), history.at + 20_000);
		log = advanceWarnings(log, history, history.at + 20_000, ['watch'], {...defaultSettings, ...only});
	}

	expect(log.firing.map(({headline}) => headline)).toEqual(['restarted 3 times within 1h00m']);
	expect(log.firing[0]?.nextStep).toMatch(/^Find out why it keeps ending/u);
});

test('says nothing of a gap, nor of a change of the sampling rate', () => {
	const before = drawn({sites: 'web.handle[select] 5*3'});
	for (const kind of ['gap', 'rate-change'] as const) {
		const history = beginStretch(before, before.at + 2000, kind, 'no restart');
		expect(watch(draw({sites: 'web.handle[select] 5*3', from: history}), only).said).toEqual([]);
	}
});
