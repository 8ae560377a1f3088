/** Code for the top of the bundle that ends with one sentence where Node is older than `engines`, such as ">=22.19.0". */
export function versionCheck(engines: string): string;
