import {Buffer} from 'node:buffer';
import type {Count} from '../source/profile/units.ts';

const depth = 10;
const states = ['chan receive', 'select', 'IO wait, 3 minutes', 'sync.Mutex.Lock', 'sleep'];

/** A dump (`goroutine?debug=2`) of so many goroutines in 200 different stacks, about 1.2 KB for each. */
export function syntheticDump(goroutines: Count): Uint8Array {
	const stacks = Array.from({length: 200}, (_, index) => stackText(index));
	const texts = Array.from({length: goroutines}, (_, index) => {
		const state = states[index % states.length];
		return `goroutine ${index + 1} [${state}]:\n${stacks[(index * 7) % stacks.length]}`;
	});
	return Buffer.from(texts.join('\n'));
}

function stackText(index: number): string {
	const calls = Array.from({length: depth}, (_, frame) => {
		const part = (index * 3 + frame) % 90;
		return `example.com/shop/internal/part${part}.(*Server).call${frame}(0xc000${part}a480, {0x7f10${frame}, 0x2b})\n\t/home/build/shop/internal/part${part}/server.go:${100 + frame} +0x1d4\n`;
	});
	return `${calls.join('')}created by example.com/shop/internal/part${index % 90}.Start in goroutine 1\n\t/home/build/shop/start.go:${index + 10} +0x65\n`;
}
