import type {Count} from '../profile/units.ts';
import type {Scene} from './scene.ts';

/** How wide the column of ids is: of many sites some have longer ones, and none may touch the name beside it. */
export function idColumnsOf({known, widthColumns}: Scene): Count {
	let longest = 0;
	for (const id of known.history.siteKeys.keys()) {
		longest = Math.max(longest, id.length);
	}

	return Math.max(widthColumns < 100 ? 5 : 6, 1 + longest + 1);
}
