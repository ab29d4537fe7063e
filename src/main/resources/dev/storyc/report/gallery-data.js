// What the page is made of. Texts are data: they reach the page as text nodes only, and never as markup or an address.
const data = JSON.parse(document.getElementById('data').textContent);

const texts = [];
function text(number) {
  if (number < 0) return '';
  let known = texts[number];
  if (known === undefined) {
    const raw = data.texts[number];
    if (typeof raw === 'string') known = raw;
    else {
      const base = text(raw[0]);
      known = base.slice(0, raw[1]) + raw[3] + base.slice(base.length - raw[2]);
    }
    texts[number] = known;
  }
  return known;
}

// An address in this folder, whatever the name holds: no scheme, host, query or fragment can come of it.
const address = name => './' + name.split('/').map(encodeURIComponent).join('/');

function readFiles(raw, variant, clip, number, picked) {
  if (raw === 0) return { file: null, poster: null, sheet: null };
  if (Array.isArray(raw)) return { file: raw[0], poster: raw[1] || null, sheet: raw[2] || null };
  const base = `${variant}/${String(clip.number).padStart(2, '0')}-${clip.id}` + (picked ? '' : `.take-${number}`);
  return { file: base + '.mp4', poster: raw & 2 ? base + '.jpg' : null, sheet: raw & 4 ? base + '.sheet.jpg' : null };
}

function readFilm(raw) {
  if (!raw) return null;
  const [seconds, width, height, rate, video, audio, bytes, sha256] = raw;
  return { seconds, width, height, rate, video, audio: audio || null, bytes, sha256 };
}

function readTake(raw, variant, clip) {
  const [number, picked, state, key, price, spent, job, words, files, film] = raw;
  return { number, picked: picked === 1, state: data.states[state], key, price, spent, job: text(job), words: text(words),
    ...readFiles(files, variant, clip, number, picked === 1), film: readFilm(film) };
}

function readClip(raw, variant) {
  const [id, number, seconds, prompt, caption, notes, shots, args, holes, takes] = raw;
  const clip = { variant, id: text(id), number, seconds, prompt, caption, notes, args, holes,
    shots: shots.map(([n, s, p, c, o]) => ({ number: n, seconds: s, prompt: p, caption: c, notes: o })) };
  clip.takes = takes.map(take => readTake(take, variant.name, clip));
  clip.pick = clip.takes.find(take => take.picked) || clip.takes[0];
  return clip;
}

function read() {
  return data.variants.map(([name, values, cut, clips], index) => {
    const variant = { name, index, values: values.map(text) };
    variant.cut = cut && { file: cut[0], seconds: cut[1], poster: cut[2] || null, sheet: cut[3] || null };
    variant.clips = clips.map(clip => readClip(clip, variant));
    variant.seconds = variant.clips.reduce((sum, clip) => sum + clip.seconds, 0);
    return variant;
  });
}

// The arguments as they are sent: the form, its holes filled.
function argsOf(clip) {
  const fill = value => {
    if (Array.isArray(value)) return value.map(fill);
    if (value === null || typeof value !== 'object') return value;
    if (typeof value.$ === 'number') return text(clip.holes[value.$]);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
  };
  return fill(data.forms[clip.args]);
}

// What a clip is seen to be of; a scene without shots of its own is one.
function shotsOf(clip) {
  return clip.shots.length
    ? clip.shots
    : [{ number: 0, seconds: clip.seconds, prompt: clip.prompt, caption: clip.caption, notes: clip.notes }];
}

const stateWord = state => (state === 'cached' ? 'held' : state === 'in-doubt' ? 'in doubt' : state === 'set-aside' ? 'set aside' : state);

function usd(amount) {
  if (amount === null || amount === undefined) return 'no price';
  const exact = String(Math.round(amount * 1e6) / 1e6);
  const decimals = (exact.split('.')[1] || '').length;
  return '$' + (decimals < 2 ? amount.toFixed(2) : exact);
}

const plural = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

function time(seconds) {
  const whole = Math.floor(seconds + 1e-6);
  const tenths = Math.floor((seconds - whole + 1e-6) * 10);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}.${Math.max(0, tenths)}`;
}

// Elements are made of names and texts; `on` are listeners, `style` custom properties, the rest attributes.
function el(tag, attributes, ...kids) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === 'style') for (const [property, set] of Object.entries(value)) element.style.setProperty(property, set);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...kids.filter(kid => kid !== null && kid !== undefined && kid !== false));
  return element;
}

// Controls that would turn other text around or hide are shown by their numbers: what is seen is what is sent.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;
function prose(string) {
  const span = el('bdi', { dir: 'auto' });
  let plain = '';
  const flush = () => { if (plain) span.append(plain); plain = ''; };
  if (!HIDDEN.test(string)) span.textContent = string;
  else {
    for (const character of string) {
      if (HIDDEN.test(character)) {
        flush();
        const code = 'U+' + character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
        span.append(el('span', { class: 'control', title: 'a control character' }, code));
      } else plain += character;
    }
    flush();
  }
  return span;
}

const announcer = document.getElementById('announcer');
function announce(words) {
  announcer.textContent = words;
}

const variants = read();
const clipAt = (variantName, clipId) => {
  const variant = variants.find(one => one.name === variantName);
  return variant && variant.clips.find(clip => clip.id === clipId);
};
