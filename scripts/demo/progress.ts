/** Shows what the demo is doing: one live line on a terminal, a line every few seconds elsewhere. */

export type Progress = {
  step(title: string): void;
  update(done: number, total: number, note?: string): void;
  done(note?: string): void;
};

const quietGapMs = 5_000;

export const createProgress = (out: NodeJS.WriteStream): Progress => {
  let title = '';
  let startedAt = performance.now();
  let printedAt = 0;
  const live = out.isTTY === true;
  const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const write = (text: string): void => {
    out.write(live ? `\r\u001b[2K${text}` : `${text}\n`);
    printedAt = performance.now();
  };
  return {
    step(next) {
      title = next;
      startedAt = performance.now();
      write(`· ${title} …`);
    },
    update(done, total, note = '') {
      if (!live && performance.now() - printedAt < quietGapMs) return;
      write(`· ${title} … ${done}/${total} ${note} (${seconds()})`);
    },
    done(note = '') {
      write(`✓ ${title}${note ? `: ${note}` : ''} (${seconds()})`);
      if (live) out.write('\n');
    },
  };
};

/** Runs `work` over the items, at most `width` at a time, in order of start; the first failure stops the rest and is thrown. */
export const inParallel = async <T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> => {
  const entries = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of entries) await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
};
