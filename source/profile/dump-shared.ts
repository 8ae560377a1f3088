import type {Creator, DumpWait, GoroutineNumber} from './dump-snapshot.ts';
import type {Frame} from './frame.ts';
import type {Label} from './profile.ts';

/** One of all waits that are the same: by identity of site, stack and context, and by the text of their labels. */
export function shareWaits(): (wait: DumpWait) => DumpWait {
	const numbers = new Map<unknown, number>();
	const numberOf = (value: unknown) => {
		const number = numbers.get(value) ?? numbers.size;
		numbers.set(value, number);
		return number;
	};
	const labelsByText = new Map<string, readonly Label[]>();
	const waits = new Map<string, DumpWait>();
	return wait => {
		const {site, state, waitMinutes, isLeaked, stack, offspring, labels, context} = wait;
		const ofLabels = labels.length === 0 ? '' : JSON.stringify(labels);
		const oneOfLabels = labelsByText.get(ofLabels) ?? labels;
		labelsByText.set(ofLabels, oneOfLabels);
		const shared = [site, stack, context, oneOfLabels, state].map(numberOf);
		const key = `${shared.join(' ')} ${waitMinutes} ${isLeaked} ${offspring}`;
		const known = waits.get(key) ?? {...wait, labels: oneOfLabels};
		waits.set(key, known);
		return known;
	};
}

/** Each goroutine of a dump has a creator of its own, though one loop may have started them all. */
export function shareCreators(): (creator: Creator | undefined) => Creator | undefined {
	const ofFrame = new Map<Frame, Map<GoroutineNumber | undefined, Creator>>();
	return creator => {
		if (creator === undefined) {
			return undefined;
		}

		const ofNumber = ofFrame.get(creator.frame) ?? new Map<GoroutineNumber | undefined, Creator>();
		const found = ofNumber.get(creator.goroutine);
		if (found?.state === creator.state) {
			return found;
		}

		ofFrame.set(creator.frame, ofNumber.set(creator.goroutine, creator));
		return creator;
	};
}
