const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface AwaitedSignal {
  /** Resolves when somebody wants this process to end. */
  readonly came: Promise<void>;
  /** Signals end the process again as they do by themselves. */
  dispose(): void;
}

/** From now on a signal does not end the process, but is waited for. */
export function awaitSignal(): AwaitedSignal {
  let tell = () => {};
  const came = new Promise<void>((resolve) => (tell = resolve));
  const heard = () => tell();
  for (const signal of SIGNALS) process.on(signal, heard);
  return {
    came,
    dispose() {
      for (const signal of SIGNALS) process.off(signal, heard);
    },
  };
}
