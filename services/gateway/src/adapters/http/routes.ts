/** Which service owns a path: read from the contracts, so a route that no contract names does not exist here. */
import { loadSpec, type SpecName, specNames } from '@mutua/contracts';
import { createRouter, type Router } from '@mutua/http';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type Route = { readonly service: SpecName; readonly operationId: string; readonly triesCredentials: boolean };

/** Operations where a password is tried or a member is made. */
const credentials = new Set(['registerMember', 'createSession', 'refreshSession']);

export function loadRoutes(): Router<Route> {
  return createRouter(
    specNames.flatMap((service) =>
      Object.entries(loadSpec(service).paths).flatMap(([path, item]) =>
        methods
          .filter((method) => item[method] !== undefined)
          .map((method) => ({ method: method.toUpperCase(), path, value: toRoute(service, item[method]) })),
      ),
    ),
  );
}

function toRoute(service: SpecName, operation: unknown): Route {
  const id: unknown = typeof operation === 'object' && operation !== null ? Reflect.get(operation, 'operationId') : undefined;
  const operationId = typeof id === 'string' ? id : 'unknown';
  return { service, operationId, triesCredentials: credentials.has(operationId) };
}
