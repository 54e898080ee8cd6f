/** The root of the repository, also from inside a bundle in `build/`. */
export const ROOT: string;
