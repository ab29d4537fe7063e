// Two variants side by side, in step: one clock, which both follow, and which waits for both.
const comparison = document.getElementById('comparison');
let chosen = null;
let pair = null;
let clock = null;

const compared = () => pair;

function choose(variant) {
  if (chosen && chosen !== variant) {
    const first = chosen;
    press(null);
    compare(first, variant);
  } else press(chosen === variant ? null : variant);
}

function press(variant) {
  if (chosen) rows.get(chosen).querySelector('.compare').setAttribute('aria-pressed', 'false');
  chosen = variant;
  if (chosen) {
    rows.get(chosen).querySelector('.compare').setAttribute('aria-pressed', 'true');
    announce(`${variant.name} is chosen; choose another to compare it with`);
  }
  document.getElementById('choosing').hidden = !chosen;
  document.getElementById('chosen').replaceChildren(chosen ? prose(chosen.name) : '');
}

// The cut, or the picked clips one after another; what isn't rendered is its card for as long.
function lane(variant) {
  const parts = [];
  let start = 0;
  const add = (part, seconds) => { parts.push({ ...part, start, seconds }); start += seconds; };
  if (variant.cut) add({ file: variant.cut.file, poster: variant.cut.poster }, variant.cut.seconds);
  else {
    for (const clip of variant.clips) {
      const take = clip.pick;
      add({ clip, file: take.file, poster: take.poster }, take.film && take.file ? take.film.seconds : clip.seconds);
    }
  }
  const stage = el('div', { class: 'stage' });
  return { variant, parts, seconds: start, stage, part: null, video: null };
}

function enter(one, part) {
  if (one.part === part) return;
  one.part = part;
  if (one.video) { one.video.pause(); one.video.removeAttribute('src'); one.video.load(); }
  one.video = part && part.file ? el('video', { playsinline: true, preload: 'auto', src: address(part.file), poster: part.poster && address(part.poster),
    'aria-label': one.variant.name }) : null;
  if (one.video) {
    one.video.muted = one !== clock.lanes[clock.sound];
    one.video.addEventListener('error', () => { one.video = null; one.stage.replaceChildren(el('div', { class: 'still' }, 'film not here')); });
  }
  one.stage.replaceChildren(one.video || (part && part.clip ? el('div', { class: 'still' }, card(part.clip)) : el('div', { class: 'still' })));
}

function follow(one, now) {
  const part = one.parts.find(p => now < p.start + p.seconds) || one.parts[one.parts.length - 1];
  enter(one, part);
  if (!one.video) return true;
  const video = one.video;
  const local = Math.max(0, now - part.start);
  const over = now >= one.seconds || (video.duration && local >= video.duration);
  if (video.readyState < 1) return false;
  const wanted = Math.min(local, Math.max(0, (video.duration || part.seconds) - 0.02));
  if (over || !clock.running) {
    if (!video.paused) video.pause();
    if (Math.abs(video.currentTime - wanted) > 0.02 && !video.seeking) video.currentTime = wanted;
    return true;
  }
  if (Math.abs(video.currentTime - wanted) > 0.12 && !video.seeking) video.currentTime = wanted;
  if (video.paused && !video.ended) video.play().catch(() => { video.muted = true; });
  return video.readyState >= 3 || video.ended;
}

function beat(now) {
  if (!clock) return;
  const passed = Math.min(0.1, (now - clock.last) / 1000);
  clock.last = now;
  const ready = clock.lanes.map(one => follow(one, clock.now)).every(Boolean);
  if (clock.running && ready) clock.now = Math.min(clock.seconds, clock.now + passed);
  if (clock.running && clock.now >= clock.seconds) running(false);
  if (document.activeElement !== clock.slider || clock.running) clock.slider.value = clock.now;
  clock.time.textContent = `${time(clock.now)} / ${time(clock.seconds)}`;
  requestAnimationFrame(beat);
}

function running(on) {
  clock.running = on;
  clock.button.textContent = on ? 'Pause' : 'Play';
}

function toggleBoth() {
  if (!clock.running && clock.now >= clock.seconds) clock.now = 0;
  running(!clock.running);
}

// Words and what parts them; of a script without blanks between words, each character.
function pieces(string) {
  const unparted = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\u3000-\\u303f\\u30fc\\uff00-\\uffef';
  return string.match(new RegExp(`\\s+|[${unparted}]\\p{M}*|[^\\s${unparted}]+`, 'gu')) || [];
}

// Words that differ, between what both begin and end with.
function differing(one, other) {
  const a = pieces(one), b = pieces(other);
  let start = 0, end = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = a.slice(start, a.length - end).join('');
  return el('p', { class: 'prompt' }, prose(a.slice(0, start).join('')), middle && el('mark', {}, prose(middle)), prose(a.slice(a.length - end).join('')));
}

function words(left, right) {
  const ids = [...new Set([...left.clips, ...right.clips].map(clip => clip.id))];
  const prompt = (clip, i) => (clip && shotsOf(clip)[i] ? text(shotsOf(clip)[i].prompt) : '');
  const side = (clip, other) => el('div', {}, ...(clip
    ? shotsOf(clip).map((shot, i) => differing(prompt(clip, i), prompt(other, i)))
    : [el('p', { class: 'none' }, 'not in this variant')]));
  return el('div', { class: 'words' }, ...ids.map(id => {
    const [a, b] = [left, right].map(variant => variant.clips.find(clip => clip.id === id));
    return el('section', {}, el('h3', {}, id), el('div', { class: 'sides' }, side(a, b), side(b, a)));
  }));
}

function compare(left, right) {
  stop();
  if (panel.open) panel.close();
  pair = [left, right];
  const lanes = pair.map(lane);
  const slider = el('input', { type: 'range', min: 0, step: 0.04, max: Math.max(...lanes.map(one => one.seconds)), value: 0, 'aria-label': 'Time',
    on: { input: () => { clock.now = Number(slider.value); } } });
  clock = { now: 0, last: performance.now(), running: false, sound: 0, lanes, slider, seconds: Number(slider.max),
    button: el('button', { type: 'button', class: 'primary', on: { click: toggleBoth } }, 'Play'),
    time: el('output', {}) };
  const sound = el('button', { type: 'button', class: 'quiet', on: { click: () => {
    clock.sound = 1 - clock.sound;
    lanes.forEach((one, i) => { if (one.video) one.video.muted = i !== clock.sound; });
    sound.textContent = 'Sound: ' + (clock.sound ? 'right' : 'left');
  } } }, 'Sound: left');
  const head = one => el('div', { class: 'side' }, el('h3', {}, prose(one.variant.name)),
    el('p', {}, data.axes.map((axis, i) => one.variant.values[i] && `${axis}: ${one.variant.values[i]}`).filter(Boolean).join(' · ')), one.stage,
    el('p', { class: 'sums' }, sums(one.variant)));
  comparison.replaceChildren(
    el('header', {}, el('h2', { tabindex: -1 }, 'Side by side'),
      el('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', title: 'Close (Esc)', on: { click: () => comparison.close() } }, '✕')),
    el('div', { class: 'sides' }, ...lanes.map(head)),
    el('div', { class: 'transport' }, clock.button, slider, clock.time, sound),
    words(left, right));
  if (!comparison.open) comparison.showModal();
  comparison.querySelector('h2').focus();
  keepAddress();
  requestAnimationFrame(beat);
}

comparison.addEventListener('close', () => {
  for (const one of clock.lanes) enter(one, null);
  const first = pair[0];
  clock = null;
  pair = null;
  comparison.replaceChildren();
  keepAddress();
  rows.get(first).querySelector('.compare').focus();
});
comparison.addEventListener('keydown', event => {
  if (event.target.closest('button') || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === ' ') { event.preventDefault(); toggleBoth(); }
  if (event.target === clock.slider) return;
  if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
    clock.now = Math.min(clock.seconds, Math.max(0, clock.now + (event.key === 'ArrowRight' ? 1 : -1)));
  }
});
document.getElementById('unchoose').addEventListener('click', () => press(null));
document.addEventListener('keydown', event => { if (event.key === 'Escape' && chosen && !panel.open && !comparison.open) press(null); });
