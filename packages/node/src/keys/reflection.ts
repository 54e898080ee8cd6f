/**
 * `@peculiar/x509` brings a container for dependency injection that asks for reflection metadata when it is loaded. None of
 * its classes takes injected arguments, so there is never any metadata to find, and saying so is enough. Import this first.
 */
const reflect = Reflect as unknown as Record<string, unknown>;
reflect['getMetadata'] ??= () => undefined;
reflect['getOwnMetadata'] ??= () => undefined;
reflect['defineMetadata'] ??= () => undefined;
