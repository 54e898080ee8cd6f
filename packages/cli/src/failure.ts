import { ApiProblem, NoAnswer } from '@pairgate/client/problem.ts';

/** Something that a command cannot do, as one clear sentence for whoever typed it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;
  /** Stable, where the node gave one. */
  readonly code: string | undefined;
  /** JSON Pointer to the fault. */
  readonly pointer: string | undefined;

  constructor(sentence: string, more: { exitCode?: number; code?: string; pointer?: string | undefined; cause?: unknown } = {}) {
    super(sentence, { cause: more.cause });
    this.exitCode = more.exitCode ?? 1;
    this.code = more.code;
    this.pointer = more.pointer;
  }
}

const ofFile = ({ code, path, dest, message }: NodeJS.ErrnoException & { dest?: string }): string | undefined => {
  const place = path ?? dest ?? 'a file';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `Pairgate may not read or write ${place}.`;
    case 'ENOENT':
      return `There is no file ${place}.`;
    case 'EISDIR':
      return `${place} is a folder, not a file.`;
    case 'ENOTDIR':
      return `${place} lies below something that is no folder.`;
    case 'ENOSPC':
      return 'The disk is full.';
    case undefined:
      return undefined;
    default:
      return message;
  }
};

/** Any error as a failure. What nobody expected keeps its message, and never shows its stack. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ApiProblem) {
    const { pointer, errors = [] } = error.problem;
    const others = errors.length - 1;
    const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'fault' : 'faults'}; --json shows all)` : '';
    return new Failure(`${pointer ? `${pointer}: ` : ''}${error.message}${more}`, { code: error.code, pointer, cause: error });
  }
  if (error instanceof NoAnswer) {
    const where = error.message.replace(/^no answer from /, '');
    return new Failure(`Nobody answers at ${where}: is the node running? Start the demonstration with npm start.`, { cause: error });
  }
  const { message } = error as Error;
  return new Failure(ofFile(error as NodeJS.ErrnoException) ?? firstLine(message), { cause: error });
}

const firstLine = (message: string | undefined): string => message?.split('\n', 1)[0] || 'Something failed without saying why.';
