/**
 * Encodes the records of a batch for kafkajs 2.2.4, whose own encoder allocates half a kilobyte per header and an array per number: with
 * our eight headers that is most of the cost of sending. The bytes are the same; a test compares them.
 */
import { createRequire } from 'node:module';

type HeaderValue = string | Buffer;
export type RecordFields = {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: string | Buffer | null;
  readonly value?: string | Buffer | null;
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>>;
};
/** What kafkajs asks of an encoder that it writes into another one. */
export type EncodedRecord = { readonly buf: Buffer; readonly buffer: Buffer };

const recordModule = 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
const lengthMax = 5;

/** Bytes written one after the other into memory that is used again for the next record. */
class Scratch {
  #bytes = Buffer.allocUnsafeSlow(65_536);
  #at = lengthMax;

  /** Room for the length comes first. */
  start(): void {
    this.#at = lengthMax;
  }

  /** Kafka's varint: zigzag, seven bits a byte, lowest first. `value` has at most 32 bits. */
  varInt(value: number): void {
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  bytes(value: HeaderValue | null | undefined): void {
    if (value === null || value === undefined) {
      this.varInt(-1);
      return;
    }
    const length = Buffer.byteLength(value);
    this.#reserve(length + lengthMax);
    this.varInt(length);
    if (typeof value === 'string') this.#bytes.write(value, this.#at, length, 'utf8');
    else value.copy(this.#bytes, this.#at);
    this.#at += length;
  }

  /** A copy of what was written since the start, with its length before it. */
  take(): Buffer {
    const end = this.#at;
    const length = end - lengthMax;
    this.#at = 0;
    this.varInt(length);
    const start = lengthMax - this.#at;
    this.#bytes.copyWithin(start, 0, this.#at);
    return Buffer.from(this.#bytes.subarray(start, end));
  }

  #reserve(length: number): void {
    const spare = 1024; // numbers are written unchecked
    if (this.#at + length + spare <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(2 * (this.#at + length + spare));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}

const scratch = new Scratch();

/** One record of message format 2. A timestamp delta that does not fit 32 bits is refused; kafkajs stamps a whole batch at once. */
export const encodeRecord = ({ offsetDelta = 0, timestampDelta = 0, key, value, headers = {} }: RecordFields): EncodedRecord => {
  if (timestampDelta !== (timestampDelta | 0)) throw new RangeError('the records of a batch are too far apart in time');
  scratch.start();
  scratch.varInt(0); // attributes: a single zero byte, as is the varint 0
  scratch.varInt(timestampDelta);
  scratch.varInt(offsetDelta);
  scratch.bytes(key);
  scratch.bytes(value);
  const names = Object.keys(headers);
  scratch.varInt(names.reduce((count, name) => count + countOf(headers[name]), 0));
  for (const name of names) writeHeader(name, headers[name]);
  const buffer = scratch.take();
  return { buf: buffer, buffer };
};

const countOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

const writeHeader = (name: string, value: HeaderValue | readonly HeaderValue[] | undefined): void => {
  for (const each of typeof value === 'string' || Buffer.isBuffer(value) || value === undefined ? [value] : value) {
    if (each === undefined) throw new TypeError(`the header ${name} has no value`);
    scratch.bytes(name);
    scratch.bytes(each);
  }
};

/**
 * Gives kafkajs this encoder. kafkajs loads its own with the first request to produce, so call it before that. Throws when kafkajs has
 * changed so that the place no longer exists.
 */
export const mendKafkajsRecords = (): void => {
  const require = createRequire(import.meta.url);
  const path = require.resolve(recordModule);
  const original: unknown = require(path);
  const loaded = require.cache[path];
  if (loaded === undefined || typeof original !== 'function')
    throw new Error('kafkajs has changed: look whether mendKafkajsRecords still fits');
  loaded.exports = encodeRecord;
};
