import manifest from '../../package.json' with { type: 'json' };

/** The desktop's version, from the one place that says it. */
export const APP_VERSION: string = manifest.version;
