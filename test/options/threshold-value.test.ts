import {expect, test} from 'vitest';
import {thresholdNumber} from '../../source/options/threshold-value.ts';

test.each([
	['warningBytes', '64MiB', '67108864'],
	['windowMinutes', '90s', '1.5'],
	['waitNanoseconds', '1ms', '1000000'],
	['windowSeconds', '5m', '300'],
	['growthFraction', '20%', '0.2'],
])('%s=%s is %s', (name, text, number) => {
	expect(thresholdNumber(name, text)).toBe(number);
});

test.each([
	['windowSeconds', '7'],
	['warningBytes', '64'],
	['warningBytes', '64M'],
	['steepPerSecond', '5s'],
	['warningCount', '5%'],
	['warningCount', ''],
	['', '5s'],
])('%s=%s stays', (name, text) => {
	expect(thresholdNumber(name, text)).toBe(text);
});
