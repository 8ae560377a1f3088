import type {DumpWaiter} from '../profile/dump-snapshot.ts';
import type {Advice} from './advice.ts';

/** Only a dump says that a channel is nil. */
export function isNilChannel({wait}: Pick<DumpWaiter, 'wait'>): boolean {
	return wait.state.includes('(nil chan)');
}

export const nilChannelWhy =
	'An operation on a nil channel never ends, and closing the channel later does not wake it.';

export const neverMade: Advice = {
	shortStep: 'make the channel',
	nextStep:
		'Find the path on which this channel was never made, or the context that can never be cancelled (Done is nil for context.Background).',
};
