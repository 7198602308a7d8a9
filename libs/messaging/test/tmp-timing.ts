import { openStage, leaveEffect } from './stage.ts';
const t = () => performance.now();
const stage = await openStage();
let a = t();
let m = await stage.start({ handlers: { 'identity.member-verified.v1': leaveEffect } });
await stage.append([stage.ids.next('member')]);
await stage.settled(1);
console.log('start→first effect', Math.round(t() - a));
const lat: number[] = [];
for (let i = 0; i < 200; i++) { const s = t(); await stage.append([stage.ids.next('member')]); await stage.settled(2 + i); lat.push(t() - s); }
lat.sort((x, y) => x - y);
console.log('latency p50', lat[100], 'p99', lat[197]);
const cpu = process.cpuUsage(); await new Promise(r => setTimeout(r, 5000)); const used = process.cpuUsage(cpu); console.log('idle cpu ms per s', (used.user + used.system) / 5000);
a = t(); await m.close(); console.log('close', Math.round(t() - a));
a = t(); m = await stage.start({ handlers: { 'identity.member-verified.v1': leaveEffect } });
await stage.append([stage.ids.next('member')]);
await stage.settled(202);
console.log('restart→effect', Math.round(t() - a));
await stage.end();
