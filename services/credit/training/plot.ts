/** Small line, point and bar charts as SVG text; numbers are rounded, so the same data gives the same bytes. */
export type Point = readonly [x: number, y: number];
export type Series = {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly Point[];
  readonly as?: 'line' | 'dots' | 'bars';
  /** Vertical 95 % bars, one per point. */
  readonly spans?: readonly Point[];
};
export type Chart = {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  readonly hasDiagonal?: boolean;
};
type Axis = { readonly label: string; readonly from: number; readonly to: number; readonly names?: readonly string[] };

const [width, height, left, top, right, bottom] = [560, 400, 64, 40, 16, 56];
export const colours = { model: '#1b5e9b', platform: '#b3541e', good: '#2e7d4f', bad: '#b02a37', grey: '#9aa0a6' } as const;
const ticks = 5;

type Place = (point: Point) => readonly [string, string];

export function svgOf({ title, x, y, series, hasDiagonal = false }: Chart): string {
  const place: Place = ([px, py]) => [
    digits(left + ((px - x.from) / (x.to - x.from)) * (width - left - right)),
    digits(height - bottom - ((py - y.from) / (y.to - y.from)) * (height - top - bottom)),
  ];
  const diagonal: Series[] = hasDiagonal
    ? [
        {
          name: '',
          colour: colours.grey,
          points: [
            [Math.max(x.from, y.from), Math.max(x.from, y.from)],
            [Math.min(x.to, y.to), Math.min(x.to, y.to)],
          ],
        },
      ]
    : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/><text x="${left}" y="20" font-size="14">${escaped(title)}</text>`,
    ...axes(x, y, place),
    ...[...diagonal, ...series].map((each) => drawn(each, place, y.from)),
    ...series.map(
      ({ name, colour }, index) =>
        `<text x="${width - right}" y="${top + 4 + 16 * index}" text-anchor="end" fill="${colour}">${escaped(name)}</text>`,
    ),
    '</svg>\n',
  ].join('\n');
}

function axes(x: Axis, y: Axis, place: Place): string[] {
  const [[x0, y0], [x1, y1]] = [place([x.from, y.from]), place([x.to, y.to])];
  const shares = Array.from({ length: ticks + 1 }, (_, index) => index / ticks);
  const across =
    x.names?.map((name, index): readonly [number, string] => [index + 0.5, name]) ??
    shares.map((share): readonly [number, string] => at(x, share));
  return [
    `<path d="M${x0} ${y1}V${y0}H${x1}" fill="none" stroke="#333"/>`,
    ...across.map(
      ([value, text]) =>
        `<text x="${place([value, y.from])[0]}" y="${height - bottom + 16}" text-anchor="middle" font-size="10">${escaped(text)}</text>`,
    ),
    ...shares
      .map((share) => at(y, share))
      .map(
        ([value, text]) => `<text x="${left - 6}" y="${place([x.from, value])[1]}" dy="4" text-anchor="end" font-size="10">${text}</text>`,
      ),
    `<text x="${(left + width - right) / 2}" y="${height - 16}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
  ];
}

function at({ from, to }: Axis, share: number): readonly [number, string] {
  const value = from + share * (to - from);
  return [value, String(Number(value.toPrecision(3)))];
}

function drawn({ points, colour, as = 'line', spans = [] }: Series, place: Place, floor: number): string {
  const bars = spans.map(([low, high], index) => {
    const x = points[index]?.[0] ?? 0;
    const [[px, from], [, to]] = [place([x, low]), place([x, high])];
    return `<path d="M${px} ${from}V${to}" stroke="${colour}"/>`;
  });
  if (as === 'line')
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${points.map((point) => place(point).join(',')).join(' ')}"/>`;
  const marks = points.map((point) => {
    const [px, py] = place(point);
    return as === 'dots'
      ? `<circle cx="${px}" cy="${py}" r="3" fill="${colour}"/>`
      : `<path d="M${px} ${place([point[0], floor])[1]}V${py}" stroke="${colour}" stroke-width="8"/>`;
  });
  return [...bars, ...marks].join('');
}

function digits(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
