import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {adviceFor} from '../../source/detectors/advice.ts';
import {allDetectors} from '../../source/detectors/all.ts';
import {defaultThresholds} from '../../source/detectors/thresholds.ts';
import type {WaitKind} from '../../source/profile/wait-kind.ts';

const files = readdirSync(new URL('../../source/detectors/', import.meta.url));
const tests = readdirSync(new URL('.', import.meta.url));
const ids = allDetectors.map(({id}) => id);

test('every detector has its thresholds, its file and its test, and reads something', () => {
	expect(ids.toSorted()).toEqual(Object.keys(defaultThresholds).toSorted());
	for (const {id, reads, word} of allDetectors) {
		expect(files).toContain(`${id}.ts`);
		expect(tests).toContain(`${id}.test.ts`);
		expect(reads.length).toBeGreaterThan(0);
		expect(word.length).toBeLessThanOrEqual(12);
	}
});

test('every detector holds and clears after at least one reading', () => {
	for (const {holdReadings, clearReadings} of Object.values(defaultThresholds)) {
		expect(holdReadings).toBeGreaterThanOrEqual(1);
		expect(clearReadings).toBeGreaterThanOrEqual(1);
	}
});

test.each<WaitKind>(['chan send', 'mutex', 'unlock', 'net read', 'waitgroup', 'running'])(
	'advice for %s is short on the line and a sentence in full',
	kind => {
		const {shortStep, nextStep} = adviceFor(kind);
		expect(shortStep.split(' ').length).toBeLessThanOrEqual(4);
		expect(nextStep).toMatch(/^[A-Z].*\.$/u);
	},
);
