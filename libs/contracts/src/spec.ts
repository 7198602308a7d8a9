/** The bundled OpenAPI document of each service, operations endpoints included, as the generator wrote it. */
import { readFileSync } from 'node:fs';

export const specNames = ['identity', 'loans', 'matching', 'credit', 'payments', 'gateway'] as const;
export type SpecName = (typeof specNames)[number];

/** An OpenAPI 3.1 document, loosely typed: readers that walk it check what they touch. */
export type OpenApiDocument = {
  openapi: string;
  info: { title: string; version: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
  security?: Record<string, string[]>[];
};

/** A fresh copy each time, because validators write into the document they are given. */
export function loadSpec(service: SpecName): OpenApiDocument {
  return JSON.parse(readFileSync(new URL(`./generated/${service}.openapi.json`, import.meta.url), 'utf8')) as OpenApiDocument;
}
