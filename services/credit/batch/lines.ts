/** Lines of a stream of bytes, one at a time. A line longer than the limit is passed over without being kept, and said so. */

/** `text` is undefined when the line was too long. */
export type Line = { readonly number: number; readonly text: string | undefined };

const newline = 10;
const newlineBytes = 1;

/** Empty lines are passed over; their numbers count. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Line> {
  let pieces: Uint8Array[] = [];
  let [length, number] = [0, 0];
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= bytesMax) pieces.push(piece);
    else pieces = [];
  };
  const ended = (): Line | undefined => {
    number += 1;
    const text = length > bytesMax ? undefined : Buffer.concat(pieces).toString('utf8').trim();
    pieces = [];
    length = 0;
    return text === '' ? undefined : { number, text };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, at));
      from = at + newlineBytes;
      const line = ended();
      if (line !== undefined) yield line;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  const last = length > 0 ? ended() : undefined;
  if (last !== undefined) yield last;
}
