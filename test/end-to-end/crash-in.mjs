/** Preloaded by a test: makes goroutop fail, two seconds after it began, in the place that CRASH_IN names. */
import process from 'node:process';

const fail = () => {
	throw new Error(`injected into a ${process.env.CRASH_IN}`);
};

setTimeout(() => {
	switch (process.env.CRASH_IN) {
		case 'timer': {
			fail();
			break;
		}

		case 'promise': {
			void Promise.resolve().then(fail);
			break;
		}

		case 'render': {
			const {map} = Array.prototype;
			Array.prototype.map = function (...words) {
				if (/\bScreen\b/u.test(new Error('where').stack ?? '')) {
					fail();
				}

				return map.apply(this, words);
			};
			break;
		}

		default:
	}
}, 2000);
