/** Additive only: within a version an event may gain an optional property; anything else needs a new version of the event. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json, type JsonObject } from '../../tools/codegen/bundle.ts';
import type { ReleasedEvent } from '../../tools/codegen/generate.ts';

export type ReleasedEvents = Readonly<Record<string, ReleasedEvent>>;

const wordsOnly = new Set(['description', 'title', '$comment', 'examples', '$schema', '$id']);
const maps = new Set(['properties', '$defs']);

export function breakingEventChanges(released: ReleasedEvents, now: ReleasedEvents): string[] {
  return Object.entries(released).flatMap(([name, before]) => {
    const after = now[name];
    if (!after) return [`${name} is gone: consumers may still wait for it`];
    const moved = before.topic === after.topic ? [] : [`${name} moved from topic ${before.topic} to ${after.topic}`];
    return [...moved, ...nodeChanges(name, before.schema, after.schema)];
  });
}

function nodeChanges(path: string, before: Json | undefined, after: Json | undefined): string[] {
  if (!isObject(before) || !isObject(after)) {
    return isDeepStrictEqual(before, after) ? [] : [`${path} changed from ${JSON.stringify(before)} to ${JSON.stringify(after)}`];
  }
  return [...propertyChanges(path, before, after), ...keywordChanges(path, before, after)];
}

function propertyChanges(path: string, before: JsonObject, after: JsonObject): string[] {
  const [old, fresh] = [before['properties'], after['properties']];
  if (!isObject(old)) return [];
  const properties = isObject(fresh) ? fresh : {};
  return Object.entries(old).flatMap(([name, schema]) =>
    properties[name] === undefined ? [`${path}/${name} was removed`] : nodeChanges(`${path}/${name}`, schema, properties[name]),
  );
}

function keywordChanges(path: string, before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .filter((key) => !wordsOnly.has(key) && !maps.has(key))
    .flatMap((key) => {
      if (key === 'required') return sameSet(before[key], after[key]) ? [] : [`${path} requires other properties than before`];
      if (key === 'items' || key === 'additionalProperties') return nodeChanges(`${path}/${key}`, before[key], after[key]);
      return isDeepStrictEqual(before[key], after[key]) ? [] : [`${path} changed its ${key}`];
    });
}

function sameSet(a: Json | undefined, b: Json | undefined): boolean {
  const [left, right] = [Array.isArray(a) ? a : [], Array.isArray(b) ? b : []];
  return left.length === right.length && left.every((item) => right.includes(item));
}
