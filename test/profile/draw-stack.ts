import type {Frame, Stack} from '../../source/profile/frame.ts';
import type {Profile} from '../../source/profile/profile.ts';

const goRoot = '/usr/local/go/src';

/** Frames from the innermost out: `runtime.chansend1 < example.com/shop/worker.send@/src/shop/worker.go:88`. */
export function drawStack(text: string): Stack {
	return text.split(' < ').map((word): Frame => {
		const [functionName = '', place = `${goRoot}/any.go:1`] = word.trim().split('@');
		const colon = place.lastIndexOf(':');
		return {functionName, file: place.slice(0, colon), line: Number(place.slice(colon + 1))};
	});
}

/** One sample per line: values, then the stack. */
export function drawProfile(text: string): Profile {
	return {
		sampleTypes: [],
		samples: text
			.trim()
			.split('\n')
			.map(line => {
				const [, values = '', stack = ''] = /^\s*([\d ]+?)(?:\s([^\d ].*))?$/u.exec(line) ?? [];
				return {
					stack: stack === '' ? [] : drawStack(stack),
					values: values.trim().split(' ').map(Number),
					labels: [],
				};
			}),
		takenAtUnixMilliseconds: undefined,
		durationNanoseconds: 0,
		period: 1,
		executable: undefined,
		buildId: undefined,
	};
}
