/** All services in one process, each on its own port, for small machines and debugging. */
import { serviceNames } from './services.ts';

for (const name of serviceNames) await import(`../../services/${name}/src/main.ts`);
