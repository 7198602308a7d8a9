/** The rendered production overlay keeps the rules of k8s/README.md. Rendering needs kubectl; without it the gate is skipped aloud. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { filesBelow, type Gate, readText, runTool, tail } from './gate.ts';

type Node = { readonly [key: string]: unknown };
type Workload = { readonly kind: string; readonly name: string; readonly object: Node; readonly pod: Node };

export const kubernetes: Gate = {
  name: 'kubernetes',
  async run(root) {
    const overlay = join(root, 'k8s', 'overlays', 'production');
    if (!existsSync(overlay)) return { findings: ['k8s/overlays/production is missing'], seen: 'nothing' };
    const done = await runTool('kubectl', ['kustomize', overlay], root).catch(() => undefined);
    if (!done) return { findings: [], seen: 'nothing', skipped: 'kubectl is not on the path: the manifests were not rendered' };
    if (done.code !== 0) return { findings: tail(done.output), seen: 'nothing' };
    const { findings, seen } = judge(done.stdout);
    return { findings: [...findings, ...unknownSettings(root, done.stdout)], seen };
  },
};

/** A variable of ours that no configuration reads is a misspelt one. */
function unknownSettings(root: string, rendered: string): string[] {
  const jobs = ['MUTUA_SERVICE', 'MUTUA_MIGRATION_URL'];
  const read = new Set([...jobs, ...settingsRead(root)]);
  const names = new Set(rendered.match(/\bMUTUA_[A-Z0-9_]+/g) ?? []);
  return [...names].filter((name) => !read.has(name)).map((name) => `${name} is set, but no configuration reads it`);
}

/** What the configurations name, and what the shared settings make of the name of each service. */
function settingsRead(root: string): string[] {
  const configs = filesBelow(root, 'services').filter((path) => path.endsWith('/src/config.ts'));
  const texts = [...configs, ...filesBelow(root, 'libs/config/src')].map((path) => readText(root, path)).join('\n');
  const named = texts.match(/\bMUTUA_[A-Z0-9_]+/g) ?? [];
  const services = [...texts.matchAll(/serviceSettings\(\{ name: '(\w+)'/g)].map(([, name]) => name);
  const endings = [...texts.matchAll(/`MUTUA_\$\{name\}_(\w+)`/g)].map(([, ending]) => ending);
  return [...named, ...services.flatMap((name) => endings.map((ending) => `MUTUA_${name}_${ending}`))];
}

/** The findings about rendered manifests (several YAML documents in one text). */
export function judge(rendered: string): { findings: string[]; seen: string } {
  const objects = parseAllDocuments(rendered).map((document) => node(document.toJS()));
  const workloads = objects.flatMap(workloadOf);
  const findings = [
    ...workloads.flatMap(podFindings),
    ...workloads.filter(({ kind }) => kind === 'Deployment').flatMap((workload) => deploymentFindings(workload, objects)),
    ...objects.flatMap(secretFindings),
    ...(objects.some(isDefaultDeny) ? [] : ['no NetworkPolicy denies everything by default']),
    ...(workloads.length === 0 ? ['no workload was seen'] : []),
  ];
  return { findings, seen: `${objects.length} objects, ${workloads.length} workloads` };
}

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null ? (value as Node) : {};
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.map(node) : [];
}

function nameOf(object: Node): string {
  return String(node(object['metadata'])['name']);
}

function workloadOf(object: Node): Workload[] {
  const kind = String(object['kind']);
  if (!['Deployment', 'Job', 'StatefulSet', 'DaemonSet', 'CronJob'].includes(kind)) return [];
  const spec = node(object['spec']);
  const template = kind === 'CronJob' ? node(node(node(spec['jobTemplate'])['spec'])['template']) : node(spec['template']);
  return [{ kind, name: `${kind} ${nameOf(object)}`, object, pod: node(template['spec']) }];
}

function podFindings({ name, pod }: Workload): string[] {
  const security = node(pod['securityContext']);
  const containers = [...list(pod['containers']), ...list(pod['initContainers'])];
  const broken: [boolean, string][] = [
    [pod['automountServiceAccountToken'] !== false, 'mounts a service account token'],
    [typeof pod['serviceAccountName'] !== 'string', 'has no service account of its own'],
    [security['runAsNonRoot'] !== true, 'may run as root'],
    [node(security['seccompProfile'])['type'] !== 'RuntimeDefault', 'has no RuntimeDefault seccomp profile'],
    [pod['hostNetwork'] === true || pod['hostPID'] === true || pod['hostIPC'] === true, 'shares a namespace of the host'],
    [list(pod['volumes']).some((volume) => 'hostPath' in volume), 'mounts a path of the host'],
    [containers.length === 0, 'has no container'],
  ];
  const own = broken.filter(([isBroken]) => isBroken).map(([, what]) => `${name} ${what}`);
  return [...own, ...containers.flatMap((container) => containerFindings(`${name}/${String(container['name'])}`, container))];
}

function containerFindings(name: string, container: Node): string[] {
  const security = node(container['securityContext']);
  const resources = node(container['resources']);
  const [requests, limits] = [node(resources['requests']), node(resources['limits'])];
  const dropped = node(security['capabilities'])['drop'];
  const image = String(container['image']);
  const broken: [boolean, string][] = [
    [security['readOnlyRootFilesystem'] !== true, 'has a writable root file system'],
    [security['allowPrivilegeEscalation'] !== false, 'may gain privileges'],
    [security['privileged'] === true, 'is privileged'],
    [!(Array.isArray(dropped) && dropped.includes('ALL')), 'keeps capabilities'],
    [requests['cpu'] === undefined || requests['memory'] === undefined, 'requests no cpu or memory'],
    [limits['memory'] === undefined, 'has no memory limit'],
    [!/(?::[^:/]+|@sha256:[0-9a-f]{64})$/.test(image) || image.endsWith(':latest'), `runs an image without a version (${image})`],
  ];
  const secrets = list(container['env']).filter((entry) => looksSecret(String(entry['name'])) && entry['value'] !== undefined);
  return [
    ...broken.filter(([isBroken]) => isBroken).map(([, what]) => `${name} ${what}`),
    ...secrets.map((entry) => `${name} holds ${String(entry['name'])} in the open`),
  ];
}

function looksSecret(name: string): boolean {
  return /PASSWORD|SECRET|TOKEN|PRIVATE|CREDENTIAL|ACCOUNTS$|DATABASE_URL$|MIGRATION_URL$|REDIS_URL$|_KEY$/.test(name);
}

function deploymentFindings({ name, object, pod }: Workload, objects: readonly Node[]): string[] {
  const spec = node(object['spec']);
  const labels = node(node(node(spec['template'])['metadata'])['labels']);
  const replicas = Number(spec['replicas'] ?? 1);
  const grace = Number(pod['terminationGracePeriodSeconds'] ?? 30);
  const probes = list(pod['containers']).flatMap((container) =>
    ['startupProbe', 'livenessProbe', 'readinessProbe'].filter((probe) => container[probe] === undefined),
  );
  const budgets = objects.filter((other) => other['kind'] === 'PodDisruptionBudget');
  const guarded = budgets.some((budget) => selects(node(node(node(budget['spec'])['selector'])['matchLabels']), labels));
  const broken: [boolean, string][] = [
    [replicas < 2, `has ${replicas} replica in production`],
    [grace < 30, 'ends before the 25 s it promises to requests in flight'],
    [!guarded, 'has no disruption budget'],
    [!selects(node(node(spec['selector'])['matchLabels']), labels), 'does not select its own pods'],
  ];
  return [
    ...broken.filter(([isBroken]) => isBroken).map(([, what]) => `${name} ${what}`),
    ...probes.map((probe) => `${name} has no ${probe}`),
  ];
}

function selects(selector: Node, labels: Node): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

function secretFindings(object: Node): string[] {
  if (object['kind'] === 'Secret') return [`Secret ${nameOf(object)} is in the tree`];
  if (object['kind'] !== 'ConfigMap') return [];
  const data = Object.entries(node(object['data']));
  return data
    .filter(([key, value]) => looksSecret(key) || /:\/\/[^/\s]*:[^/\s]*@/.test(String(value)))
    .map(([key]) => `ConfigMap ${nameOf(object)} holds ${key}, which looks like a secret`);
}

function isDefaultDeny(object: Node): boolean {
  if (object['kind'] !== 'NetworkPolicy') return false;
  const spec = node(object['spec']);
  const policyTypes = spec['policyTypes'];
  const all = Object.keys(node(spec['podSelector'])).length === 0;
  const both = Array.isArray(policyTypes) && policyTypes.includes('Ingress') && policyTypes.includes('Egress');
  return all && both && spec['ingress'] === undefined && spec['egress'] === undefined;
}
