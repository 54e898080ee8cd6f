import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a run is red because of what was changed and not by chance.
 * `npm run properties` draws others.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
