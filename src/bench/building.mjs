#!/usr/bin/env node
// How a build of many clips goes, as whole processes against the emulator: 1,000 jobs at once (threads, memory), the
// time of a build beside the time its jobs must take, the queries it asks beside those its intervals make necessary,
// and a build of 10,000 clips that are all held.
//
//   src/bench/building.mjs [many|makespan|held]...      all of them if none is named; about ten minutes
//   src/bench/building.mjs held OTHER/storyc...         the same store, with other launchers in turns
//
// As root, builds of held clips run at real-time priority, so that other work on the machine counts for little.
// Reads /proc, so Linux only. JAVA_HOME chooses the Java, as always.
import { spawn, execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const storyc = join(root, "storyc");
const work = join(root, "target", "bench", "building");
const wanted = process.argv.slice(2).filter((word) => !word.includes("/"));
const others = process.argv.slice(2).filter((word) => word.includes("/"));

function workspace(name, variants, takes, api) {
  const folder = join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "storyboards"), { recursive: true });
  const numbers = Array.from({ length: variants }, (_, i) => i + 1).join(", ");
  writeFileSync(
    join(folder, "storyboards", "many.yaml"),
    `version: 1\nname: many\nsettings: { mode: std }\nvariants: { matrix: { n: [${numbers}] } }\n` +
      `scenes:\n  - { id: shot, duration: 3, takes: ${takes}, prompt: "Shot number {{n}}." }\n`);
  writeFileSync(join(folder, "storyc.yaml"), `store: store\nout_files: link\napi:\n${api}`);
  return folder;
}

async function emulator(folder, jobTime) {
  writeFileSync(join(folder, "faults.yaml"), `job_time: ${jobTime}\n`);
  const process_ = spawn(storyc, ["emulator", "--faults", "faults.yaml"], {
    cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: process_.stdout });
  const url = await new Promise((resolve) => lines.once("line", resolve));
  return { url, stats: async () => (await fetch(url + "/__stats")).json(), end: () => process_.kill() };
}

// What the kernel says of a process now; the launcher becomes Java, so it is the launcher's number.
function status(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const number = (name) => Number((text.match(new RegExp(name + ":\\s+(\\d+)")) ?? [0, 0])[1]);
    return { threads: number("Threads"), peakMb: Math.round(number("VmHWM") / 1024) };
  } catch {
    return { threads: 0, peakMb: 0 };
  }
}

async function build(folder, url, inFlight, launcher = storyc, front = []) {
  const begun = Date.now();
  const [command, ...words] = [...front, launcher];
  const child = spawn(command, [...words, "build", "--yes", "--format", "json", "--in-flight", String(inFlight)], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, SHORTAPI_KEY: "ak-bench", STORYC_API_URL: url, STORYC_HOME: join(folder, "store") } });
  let threads = 0;
  let peakMb = 0;
  const watch = setInterval(() => {
    const now = status(child.pid);
    threads = Math.max(threads, now.threads);
    peakMb = Math.max(peakMb, now.peakMb);
  }, 100);
  let first = 0;
  let ready = 0;
  let rendered = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line);
    if (event.event === "creating" && !first) first = Date.parse(event.time);
    if (event.event === "ready") ready = Date.parse(event.time);
    if (event.event === "finished" && event.outcome === "rendered") rendered++;
  }
  clearInterval(watch);
  return { wall: (Date.now() - begun) / 1000, jobs: (ready - first) / 1000, threads, peakMb, rendered };
}

async function many() {
  const jobs = 1000;
  const folder = workspace("many", 20, jobs / 20,
    "  first_query: 15s\n  query_every: 5s\n  query_at_most: 15s\n");
  const far = await emulator(folder, "60s");
  const seen = await build(folder, far.url, jobs);
  far.end();
  console.log(`${seen.rendered} jobs at once, of 60 s: ${seen.wall.toFixed(1)} s, ${seen.threads} threads, ` +
    `${seen.peakMb} MB resident at most`);
}

async function makespan() {
  const jobs = 200;
  const inFlight = 40;
  const jobSeconds = 20;
  const interval = jobSeconds * 0.02;
  const folder = workspace("makespan", 20, jobs / 20,
    `  first_query: ${interval * 1000}ms\n  query_every: ${interval * 1000}ms\n  query_at_most: ${interval * 1000}ms\n`);
  const far = await emulator(folder, jobSeconds + "s");
  const seen = await build(folder, far.url, inFlight);
  const stats = await far.stats();
  far.end();
  const ideal = Math.ceil(jobs / inFlight) * jobSeconds;
  // The first query comes an interval after the create, and so on until the one that finds the film.
  const necessary = jobs * Math.ceil(jobSeconds / interval);
  console.log(`${jobs} jobs of ${jobSeconds} s, ${inFlight} at once: ${seen.jobs.toFixed(1)} s from the first create ` +
    `to the last film that is ready, ${(seen.jobs / ideal).toFixed(3)} times the ${ideal} s they must take; ` +
    `the whole process ${seen.wall.toFixed(1)} s`);
  console.log(`${stats.queries} queries, ${(stats.queries / necessary).toFixed(3)} times the ${necessary} that an ` +
    `interval of ${interval} s makes necessary`);
}

async function held() {
  const folder = workspace("held", 100, 100, "  first_query: 300ms\n  query_every: 500ms\n  query_at_most: 1s\n");
  const far = await emulator(folder, "100ms");
  const first = await build(folder, far.url, 200);
  const launchers = [storyc, ...others];
  const front = process.getuid() === 0 ? ["chrt", "-r", "20"] : [];
  const again = new Map(launchers.map((launcher) => [launcher, []]));
  // The first of each, which has its class-data archive made, isn't counted.
  for (const launcher of launchers) await build(folder, far.url, 200, launcher);
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  for (let round = 0; round < 5; round++) {
    for (const launcher of launchers) again.get(launcher).push(await build(folder, far.url, 200, launcher, front));
  }
  far.end();
  console.log(`${first.rendered} clips rendered in ${first.wall.toFixed(0)} s`);
  for (const [launcher, seen] of again) {
    const walls = seen.map((one) => one.wall).sort((a, b) => a - b);
    console.log(`${launcher}: held, their links in place: ${walls[2].toFixed(2)} s (median of 5, ` +
      `${walls[0].toFixed(2)} to ${walls[4].toFixed(2)}), ${seen[2].peakMb} MB resident at most`);
  }
}

mkdirSync(work, { recursive: true });
// Builds, if it has to, and has the class-data archive made before anything is timed.
execFileSync(storyc, ["check", join(root, "src", "bench", "workspace", "storyboards", "forty-lines.yaml")]);
await new Promise((resolve) => setTimeout(resolve, 10_000));
const all = { many, makespan, held };
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
