/**
 * Code for the top of the bundle that ends with one sentence where Node is too old. It must parse on Node versions
 * long out of use.
 *
 * @param {string} engines the range in package.json, such as ">=22.19.0"
 */
export const versionCheck = engines => {
	const match = /^>=(\d+)\.(\d+)\.\d+$/.exec(engines);
	if (match === null) {
		throw new Error(`package.json: engines.node must look like ">=22.19.0", but is "${engines}".`);
	}
	const [, major, minor] = match;
	return `{
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major < ${major} || (major === ${major} && minor < ${minor})) {
		process.stderr.write('goroutop needs Node.js ${major}.${minor} or newer; this is ' + process.version + ', so please install a newer one from https://nodejs.org/ and start goroutop again.\\n');
		process.exit(1);
	}
}`;
};
