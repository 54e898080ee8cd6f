/** Asks whoever sits before the terminal for something that must not be seen: passphrases and the root key. */

const [CTRL_C, CTRL_D, BACKSPACE, DELETE] = ['\u0003', '\u0004', '\b', '\u007f'];

/** What was typed up to Enter, without showing it. Rejects when it is broken off. */
export function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve, reject) => {
    let typed = '';
    const end = (settle: () => void) => {
      stdin.off('data', hear);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      settle();
    };
    const hear = (piece: string) => {
      for (const letter of piece) {
        if (letter === '\r' || letter === '\n' || letter === CTRL_D) return end(() => resolve(typed));
        if (letter === CTRL_C) return end(() => reject(new Error('Broken off; nothing was done.')));
        typed = letter === BACKSPACE || letter === DELETE ? [...typed].slice(0, -1).join('') : typed + letter;
      }
    };
    stdin.on('data', hear);
  });
}
