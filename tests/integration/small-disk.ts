import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@pairgate/store/engine/testing.ts';

/** A folder on a disk of its own that can be filled up. Only root may mount one; elsewhere there is a reason why not. */
export interface SmallDisk {
  readonly path: string;
  /** Why the folder lies on the disk of everything else, if so. It must not be filled up then. */
  readonly reason: string | undefined;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives it back. */
  empty(): void;
  remove(): void;
}

function mount(path: string, megabytes: number): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk can be mounted by root on Linux only';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', path], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `a small disk cannot be mounted here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
}

export function makeSmallDisk(megabytes: number): SmallDisk {
  const folder = scratchFolder();
  const path = join(folder.path, 'disk');
  mkdirSync(path, { mode: 0o711 });
  const reason = mount(path, megabytes);
  const filler = join(path, 'filler');
  return {
    path,
    reason,
    fill() {
      const file = openSync(filler, 'w');
      // Large pieces first, then what is left to the last page.
      for (const size of [1 << 20, 1 << 12]) {
        const piece = Buffer.alloc(size, 1);
        try {
          for (;;) writeSync(file, piece);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        }
      }
      closeSync(file);
    },
    empty: () => rmSync(filler),
    remove() {
      if (reason === undefined) execFileSync('umount', ['--lazy', path]);
      folder.remove();
    },
  };
}
