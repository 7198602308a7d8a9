/** Finds the operation of a method and path in a tree of segments; a literal segment wins over a parameter. */
import { DefectError } from '@mutua/kernel';

type Leaf<T> = { readonly value: T; readonly names: readonly string[] };
type Tree<T> = { readonly literals: Map<string, Tree<T>>; parameter: Tree<T> | undefined; readonly leaves: Map<string, Leaf<T>> };

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

export type Router<T> = { find(method: string, path: string): Found<T> };

type Route<T> = { readonly method: string; readonly path: string; readonly value: T };

/** A router over paths with `{name}` segments. Two routes with the same method and shape are a defect. */
export function createRouter<T>(routes: readonly Route<T>[]): Router<T> {
  const root = emptyTree<T>();
  for (const route of routes) insert(root, route);
  return { find: (method, path) => find(root, method, path) };
}

function emptyTree<T>(): Tree<T> {
  return { literals: new Map(), parameter: undefined, leaves: new Map() };
}

function insert<T>(root: Tree<T>, { method, path, value }: Route<T>): void {
  const names: string[] = [];
  let tree = root;
  for (const segment of path.slice(1).split('/')) {
    if (segment.startsWith('{')) {
      names.push(segment.slice(1, -1));
      tree.parameter ??= emptyTree();
      tree = tree.parameter;
    } else {
      const next: Tree<T> = tree.literals.get(segment) ?? emptyTree();
      tree.literals.set(segment, next);
      tree = next;
    }
  }
  if (tree.leaves.has(method)) throw new DefectError('two operations share a route', { method, path });
  tree.leaves.set(method, { value, names });
}

function find<T>(root: Tree<T>, method: string, path: string): Found<T> {
  const segments = path.slice(1).split('/');
  const values: string[] = [];
  const tree = descend(root, segments, 0, values);
  if (tree === undefined) return { kind: 'none' };
  const leaf = tree.leaves.get(method);
  if (leaf === undefined) return { kind: 'method', allowed: [...tree.leaves.keys()] };
  const params: Record<string, string> = Object.create(null);
  for (const [i, name] of leaf.names.entries()) {
    const value = decoded(values[i] ?? '');
    if (value === undefined) return { kind: 'none' };
    params[name] = value;
  }
  return { kind: 'found', value: leaf.value, params };
}

function descend<T>(tree: Tree<T>, segments: readonly string[], at: number, values: string[]): Tree<T> | undefined {
  const segment = segments[at];
  if (segment === undefined) return tree.leaves.size > 0 ? tree : undefined;
  const literal = tree.literals.get(segment);
  const exact = literal && descend(literal, segments, at + 1, values);
  if (exact !== undefined || tree.parameter === undefined || segment === '') return exact;
  values.push(segment);
  const found = descend(tree.parameter, segments, at + 1, values);
  if (found === undefined) values.pop();
  return found;
}

function decoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
