/**
 * The moving yard of a report. The function is written into the page as text, so that it uses nothing outside of itself:
 * no import, no constant of this file.
 */

export interface YardScene {
  /** Bands from top to bottom, one a direction; in each the stages from left to right, and how many of them stand left of the line. */
  readonly bands: readonly { readonly title: string; readonly stages: readonly number[]; readonly leftOfLine: number; readonly facing: 1 | -1 }[];
  readonly classes: readonly { readonly band: number }[];
  readonly stages: readonly { readonly name: string; readonly cause: string; readonly isYard: boolean; readonly at: number; readonly waitsAt: number; readonly opens: number; readonly closes: number }[];
  readonly sides: readonly [string, string];
  /** Minutes that the right clock is ahead of the left one. */
  readonly ahead: number;
  readonly days: readonly { readonly policy: string; readonly tracks: string }[];
  readonly words: { readonly play: string; readonly pause: string; readonly waiting: string };
}

export function playYard(root: HTMLElement, scene: YardScene): void {
  interface Run { band: number; times: Int32Array; states: Int32Array; at: number }
  interface Cell { x: number; y: number; width: number; height: number; mark: number; columns: number; count: number; stage: number; band: number }

  const canvas = root.querySelector('canvas')!;
  const slider = root.querySelector<HTMLInputElement>('input[type=range]')!;
  const button = root.querySelector<HTMLButtonElement>('button.play')!;
  const clocks = root.querySelector<HTMLElement>('.clocks')!;
  const total = root.querySelector<HTMLElement>('.total')!;
  const choices = [...root.querySelectorAll<HTMLButtonElement>('button.policy')];
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const clock = (minute: number): string => `${twoDigits(Math.floor(minute / 60) % 24)}:${twoDigits(Math.floor(minute) % 60)}`;

  const unpack = (text: string): Run[] => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    let at = 0;
    const next = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++]!;
        value |= (byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    const runs: Run[] = [];
    while (at < bytes.length) {
      const band = scene.classes[next()]!.band;
      const count = next();
      const [times, states] = [new Int32Array(count), new Int32Array(count)];
      for (let index = 0, time = 0; index < count; index++) {
        times[index] = time += next();
        states[index] = next();
      }
      runs.push({ band, times, states, at: 0 });
    }
    return runs;
  };

  const standsAt = (state: number): number => scene.stages[state >> 2]![state % 4 === 0 ? 'waitsAt' : 'at'];

  /** The most lorries that are ever at a stage of a band: its cell is large enough for them. */
  const mostAt = (runs: readonly Run[]): Map<string, number> => {
    const changes: [time: number, key: string, by: number][] = [];
    for (const { band, times, states } of runs) {
      for (let index = 0; index < times.length; index++) {
        if (states[index]! % 4 === 3) continue;
        const key = `${band} ${standsAt(states[index]!)}`;
        changes.push([times[index]!, key, 1], [times[index + 1] ?? 14_400, key, -1]);
      }
    }
    changes.sort((a, b) => a[0] - b[0] || a[2] - b[2]);
    const [now, most] = [new Map<string, number>(), new Map<string, number>()];
    for (const [, key, by] of changes) {
      const count = (now.get(key) ?? 0) + by;
      now.set(key, count);
      if (count > (most.get(key) ?? 0)) most.set(key, count);
    }
    return most;
  };

  const days = scene.days.map(({ tracks }) => unpack(tracks));
  const peaks = days.map(mostAt);
  const peak = (band: number, stage: number): number => Math.max(0, ...peaks.map((most) => most.get(`${band} ${stage}`) ?? 0));

  let chosen = 0;
  let minute = Number(slider.value);
  let playing = false;
  let cells: Cell[] = [];
  let cellOf = new Map<string, Cell>();
  let line: { x: number } | undefined;

  const isNarrow = (): boolean => canvas.clientWidth < 700;

  /** Marks that fit a cell: as large as they can be, down to a pixel or two. */
  const fit = (cell: Omit<Cell, 'mark' | 'columns'>): Cell => {
    for (let mark = 9; mark > 2.2; mark -= 0.5) {
      const columns = Math.floor(cell.width / (mark * 1.35));
      const rows = Math.floor(cell.height / (mark * 0.85));
      if (columns * rows >= cell.count) return { ...cell, mark, columns };
    }
    return { ...cell, mark: 2.2, columns: Math.max(1, Math.floor(cell.width / 3)) };
  };

  const measure = (word: string): number => {
    const g = canvas.getContext('2d')!;
    g.font = `500 11px ${getComputedStyle(canvas).fontFamily}`;
    return g.measureText(word).width;
  };

  const layOut = (): void => {
    cells = [];
    const used = scene.bands.map(({ stages, leftOfLine }, band) => {
      const isUsed = (stage: number): boolean => peak(band, stage) > 0;
      return { left: stages.slice(0, leftOfLine).filter(isUsed), right: stages.slice(leftOfLine).filter(isUsed) };
    });
    const weight = (band: number, stage: number): number => Math.max(1, peak(band, stage)) ** 0.75;
    if (isNarrow()) {
      let y = 8;
      const width = canvas.clientWidth - 132;
      used.forEach(({ left, right }, band) => {
        y += 22;
        // From above to below as the lorries go.
        const order = scene.bands[band]!.facing === 1 ? [left, right] : [right.toReversed(), left.toReversed()];
        order.flat().forEach((stage, index) => {
          if (index === order[0]!.length) y += 10;
          const count = peak(band, stage);
          const height = Math.max(16, Math.ceil(count / Math.floor(width / 8)) * 5.4 + 4);
          cells.push(fit({ x: 128, y, width, height, count, stage, band }));
          y += height + 6;
        });
        y += 14;
      });
      line = undefined;
      canvas.style.height = `${y}px`;
    } else {
      const height = 150;
      const middle = canvas.clientWidth / 2;
      const halves = (band: number): [readonly number[], number, number][] => [
        [used[band]!.left, 0, middle - 18], [used[band]!.right, middle + 18, canvas.clientWidth],
      ];
      used.forEach((_, band) => {
        for (const [stages, from, until] of halves(band)) {
          const least = stages.map((stage) => Math.max(20, ...scene.stages[stage]!.name.split(/[ ，]/).map((word) => measure(word) + 3)));
          const room = Math.max(0, until - from - 6 * Math.max(0, stages.length - 1) - least.reduce((sum, width) => sum + width, 0));
          const weights = stages.reduce((sum, stage) => sum + weight(band, stage), 0);
          let x = from;
          for (const [index, stage] of stages.entries()) {
            const width = least[index]! + (room * weight(band, stage)) / weights;
            cells.push(fit({ x, y: 62 + band * (height + 84), width, height, count: peak(band, stage), stage, band }));
            x += width + 6;
          }
        }
      });
      line = { x: middle };
      canvas.style.height = `${used.length * (height + 84) + 8}px`;
    }
    cellOf = new Map(cells.map((cell) => [`${cell.band} ${cell.stage}`, cell]));
  };

  const lorry = (g: CanvasRenderingContext2D, x: number, y: number, mark: number, facing: number): void => {
    const [a, b] = [mark / 2, mark * 0.29];
    g.beginPath();
    g.moveTo(x - facing * a, y - b);
    g.lineTo(x + facing * a * 0.45, y - b);
    g.lineTo(x + facing * a, y);
    g.lineTo(x + facing * a * 0.45, y + b);
    g.lineTo(x - facing * a, y + b);
    g.closePath();
  };

  const wrapped = (g: CanvasRenderingContext2D, label: string, width: number): string[] => {
    const lines: string[] = [];
    for (const word of label.split(/(?<=[ ,，])/)) {
      const longer = `${lines.at(-1) ?? ''}${word}`;
      if (lines.length > 0 && g.measureText(longer.trim()).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.slice(0, 3).map((each) => each.trim());
  };

  const stateNow = (run: Run, tenth: number): number => {
    if (run.times[run.at]! > tenth) run.at = 0;
    while (run.at + 1 < run.times.length && run.times[run.at + 1]! <= tenth) run.at++;
    return run.times[run.at]! <= tenth ? run.states[run.at]! : 3;
  };

  const draw = (): void => {
    const ratio = Math.max(1, devicePixelRatio);
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const g = canvas.getContext('2d');
    if (g === null) return;
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    const style = getComputedStyle(canvas);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const font = style.fontFamily;
    const ink = colour('ink');
    const quiet = colour('ink-2');

    scene.bands.forEach(({ title }, band) => {
      const first = cells.find((cell) => cell.band === band);
      if (first === undefined) return;
      g.font = `600 12px ${font}`;
      g.fillStyle = ink;
      g.textAlign = 'left';
      g.textBaseline = 'alphabetic';
      g.fillText(title, 0, isNarrow() ? first.y - 8 : first.y - 46);
    });

    const waiting = new Map<Cell, number>();
    const groups = new Map<Cell, string[]>();
    let allWaiting = 0;
    const tenth = minute * 10;
    for (const run of days[chosen]!) {
      const state = stateNow(run, tenth);
      const does = state % 4;
      if (does === 3) continue;
      const cell = cellOf.get(`${run.band} ${standsAt(state)}`);
      if (cell === undefined) continue;
      const stage = scene.stages[state >> 2]!;
      const waits = does === 0 || (does === 1 && stage.isYard);
      const isShut = minute < stage.opens || minute >= stage.closes;
      const cause = isShut ? 'closed' : stage.cause;
      if (waits) {
        allWaiting++;
        waiting.set(cell, (waiting.get(cell) ?? 0) + 1);
      }
      const marks = groups.get(cell) ?? [];
      marks.push(colour(waits ? `c-${cause}` : 'vehicle'));
      groups.set(cell, marks);
    }

    for (const cell of cells) {
      const stage = scene.stages[cell.stage]!;
      const facing = scene.bands[cell.band]!.facing;
      g.strokeStyle = colour('rule-2');
      g.fillStyle = colour('bg');
      g.lineWidth = 1;
      g.fillRect(cell.x, cell.y, cell.width, cell.height);
      g.strokeRect(Math.round(cell.x) + 0.5, Math.round(cell.y) + 0.5, Math.round(cell.width) - 1, Math.round(cell.height) - 1);
      g.fillStyle = quiet;
      g.font = `500 11px ${font}`;
      g.textBaseline = 'alphabetic';
      const count = waiting.get(cell) ?? 0;
      if (isNarrow()) {
        g.textAlign = 'left';
        g.textBaseline = 'middle';
        g.fillText(stage.name, 0, cell.y + cell.height / 2);
        g.textAlign = 'right';
        g.fillStyle = ink;
        g.font = `600 11px ${font}`;
        if (count > 0) g.fillText(String(count), cell.x - 6, cell.y + cell.height / 2);
      } else {
        g.textAlign = 'left';
        const lines = wrapped(g, stage.name, cell.width + 4);
        lines.forEach((each, index) => g.fillText(each, cell.x, cell.y - 6 - (lines.length - 1 - index) * 13));
        g.fillStyle = ink;
        g.font = `600 11px ${font}`;
        g.textBaseline = 'top';
        if (count > 0) g.fillText(String(count), cell.x, cell.y + cell.height + 5);
      }
      // Nearest to the next stage first, so that the heads of all queues point at the line.
      const [stepX, stepY] = [cell.mark * 1.35, cell.mark * 0.85];
      (groups.get(cell) ?? []).toSorted().forEach((mark, index) => {
        const column = index % cell.columns;
        const x = facing === 1 || isNarrow() ? cell.x + (column + 0.7) * stepX : cell.x + cell.width - (column + 0.7) * stepX;
        lorry(g, x, cell.y + (Math.floor(index / cell.columns) + 0.7) * stepY, cell.mark, isNarrow() ? 1 : facing);
        g.fillStyle = mark;
        g.fill();
      });
    }

    if (line !== undefined) {
      g.strokeStyle = colour('edge');
      g.lineWidth = 1;
      g.beginPath();
      for (const x of [Math.round(line.x) - 1.5, Math.round(line.x) + 1.5]) {
        g.moveTo(x, 4);
        g.lineTo(x, height - 4);
      }
      g.stroke();
    }
    const right = (minute + scene.ahead + 1440) % 1440;
    clocks.innerHTML = '';
    for (const [index, text] of [clock(minute), clock(right)].entries()) {
      if (index > 0) clocks.append(Object.assign(document.createElement('i'), { className: 'ln' }));
      clocks.append(text);
    }
    total.textContent = scene.words.waiting.replace('{count}', String(allWaiting));
    slider.setAttribute('aria-valuetext', `${clock(minute)} ${scene.sides[0]}, ${clock(right)} ${scene.sides[1]}, ${total.textContent}`);
  };

  let last = 0;
  /** A day in a minute; with little motion wished, a jump of a quarter of an hour each second. */
  const step = (now: number): void => {
    if (!playing) return;
    const gone = last === 0 ? 0 : now - last;
    if (!calm.matches || gone >= 1000 || last === 0) {
      last = now;
      minute = Math.min(1439, minute + (calm.matches ? (gone === 0 ? 0 : 15) : (Math.min(gone, 100) / 1000) * 24));
      slider.value = String(Math.round(minute));
      if (minute >= 1439) setPlaying(false);
      draw();
    }
    if (playing) requestAnimationFrame(step);
  };
  const setPlaying = (to: boolean): void => {
    playing = to;
    last = 0;
    if (to && minute >= 1439) minute = 0;
    button.textContent = to ? scene.words.pause : scene.words.play;
    if (to) requestAnimationFrame(step);
  };

  button.addEventListener('click', () => setPlaying(!playing));
  slider.addEventListener('input', () => {
    minute = Number(slider.value);
    draw();
  });
  choices.forEach((choice, index) => choice.addEventListener('click', () => {
    chosen = index;
    choices.forEach((each, at) => each.setAttribute('aria-pressed', String(at === index)));
    draw();
  }));
  const redo = (): void => {
    layOut();
    draw();
  };
  addEventListener('resize', redo);
  addEventListener('themechange', draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  redo();
}
