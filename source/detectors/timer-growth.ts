import type {History} from '../series/history.ts';
import {type Detector, found, tooEarly} from './detector.ts';
import {timersCheck} from './live-timers.ts';
import {sleepersCheck, sleepersLinger, sleepersName} from './sleepers.ts';

/** Goroutines that only wait for time to pass, and timers that are made faster than they end. */
export const timerGrowth: Detector<'timer-growth'> = {
	id: 'timer-growth',
	word: 'timers',
	reads: ['goroutines', 'heap profile'],
	check(history: History, rule) {
		const sleepers = sleepersCheck(history, rule);
		const timers = timersCheck(history, rule);
		return sleepers === 'too-early' && timers === 'too-early'
			? tooEarly
			: found(...[sleepers, timers].flatMap(check => (typeof check === 'string' ? [] : [check])));
	},
	lingers(history, {subject}, rule) {
		return subject.kind === 'thing' && subject.name === sleepersName
			? sleepersLinger(history, rule)
			: undefined;
	},
};
