import {expect, test} from 'vitest';
import {crashReport} from '../../source/commands/crash-report.ts';

test('a crash report shows what a terminal would act on as marks', () => {
	const report = crashReport(new Error('bad name \u001b]0;owned\u0007\u009b31m\u202e'), '1.2.3');
	expect(report).toContain('␛]0;owned␇');
	expect(report.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}]+$/u);
	expect(report.split('\n').length).toBeGreaterThan(3);
});
