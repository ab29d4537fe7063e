// What is shown. The address keeps it, so that a link shows what its sender saw.
const filtering = { axes: new Map(), scene: '', state: '', words: '', clips: false };
const MOST_VALUES = 400;
const MOST_OFFERED = 2000;
const form = document.getElementById('filter');
const counted = document.getElementById('counted');

function options(select, values, any, word) {
  select.append(el('option', { value: '' }, any));
  for (const value of values) select.append(el('option', { value }, word ? word(value) : value));
  return select;
}

function chooser(name, label, values, word, change) {
  const select = options(el('select', { name, id: 'f-' + name, on: { change: () => { change(select.value); filter(); } } }), values, 'all', word);
  form.querySelector('.choosers').append(el('label', { for: 'f-' + name }, el('span', {}, label), select));
}

// What is too long to look through is written: the browser offers what goes on so.
function writer(name, label, values, change) {
  const list = el('datalist', { id: 'l-' + name }, ...values.slice(0, MOST_OFFERED).map(value => el('option', { value })));
  const input = el('input', { name, id: 'f-' + name, list: list.id, placeholder: 'all', autocomplete: 'off', spellcheck: 'false',
    on: { input: () => { const value = input.value; if (!value || values.includes(value)) { change(value); filter(); } },
      change: () => { change(input.value); filter(); } } });
  form.querySelector('.choosers').append(el('label', { for: 'f-' + name }, el('span', {}, label), input, list));
}

function makeFilters() {
  data.axes.forEach((axis, i) => {
    const values = [...new Set(variants.map(variant => variant.values[i]))].filter(value => value !== '');
    const change = value => value ? filtering.axes.set(i, value) : filtering.axes.delete(i);
    if (values.length > MOST_VALUES) writer('axis.' + axis, axis, values, change);
    else if (values.length > 1) chooser('axis.' + axis, axis, values, null, change);
  });
  const scenes = [...new Set(variants.flatMap(variant => variant.clips.map(clip => clip.id)))];
  if (scenes.length > 1) chooser('scene', 'scene', scenes, null, value => { filtering.scene = value; });
  const states = data.states.filter(state => variants.some(v => v.clips.some(c => c.takes.some(t => t.state === state))));
  if (states.length > 1) chooser('state', 'state', states, stateWord, value => { filtering.state = value; });
  const search = form.querySelector('input[type=search]');
  let later = 0;
  search.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(() => { filtering.words = search.value; filter(); }, 120);
  });
  form.addEventListener('submit', event => event.preventDefault());
  document.getElementById('clear').addEventListener('click', () => { readFilter(new URLSearchParams()); filter(); search.focus(); });
}

const plain = string => string.normalize('NFC').toLowerCase();

function clipWords(clip) {
  if (clip.haystack === undefined) {
    const parts = [clip.id, text(clip.prompt), text(clip.caption), text(clip.notes)];
    for (const shot of clip.shots) parts.push(text(shot.prompt), text(shot.caption), text(shot.notes));
    for (const take of clip.takes) parts.push(take.key, take.job, take.words);
    clip.haystack = plain(parts.join('\n'));
  }
  return clip.haystack;
}

function matches(variant) {
  for (const [i, value] of filtering.axes) if (variant.values[i] !== value) return false;
  const wanted = plain(filtering.words).split(/\s+/).filter(Boolean);
  const own = plain(variant.name + '\n' + variant.values.join('\n'));
  const rest = wanted.filter(word => !own.includes(word));
  let any = false;
  for (const clip of variant.clips) {
    const fits = (!filtering.scene || clip.id === filtering.scene)
      && (!filtering.state || clip.takes.some(take => take.state === filtering.state))
      && rest.every(word => clipWords(clip).includes(word));
    clip.hidden = !fits;
    any = any || fits;
  }
  return any || (variant.clips.length === 0 && !filtering.scene && !filtering.state && rest.length === 0);
}

function filter() {
  filtering.clips = Boolean(filtering.scene || filtering.state || filtering.words.trim());
  let shown = 0;
  let clips = 0;
  for (const [variant, section] of rows) {
    const fits = matches(variant);
    section.hidden = !fits;
    shown += fits ? 1 : 0;
    if (fits) clips += variant.clips.filter(clip => !clip.hidden).length;
    if (section.filled) { section.filled = false; if (fits) fill(section); }
  }
  const some = shown < variants.length || filtering.clips;
  counted.textContent = some
    ? `${plural(shown, 'variant')}, ${plural(clips, 'clip')} of ${variants.reduce((n, v) => n + v.clips.length, 0).toLocaleString('en')}`
    : '';
  document.getElementById('clear').hidden = !some;
  document.getElementById('nothing').hidden = shown > 0;
  for (const pill of document.querySelectorAll('[data-state]')) pill.setAttribute('aria-pressed', String(pill.dataset.state === filtering.state));
  keepAddress();
}

function keepAddress() {
  const parts = new URLSearchParams();
  for (const [i, value] of filtering.axes) parts.set('axis.' + data.axes[i], value);
  if (filtering.scene) parts.set('scene', filtering.scene);
  if (filtering.state) parts.set('state', filtering.state);
  if (filtering.words.trim()) parts.set('text', filtering.words.trim());
  const open = opened();
  if (open) parts.set('open', open);
  const pair = compared();
  if (pair) { parts.append('compare', pair[0].name); parts.append('compare', pair[1].name); }
  const hash = parts.toString();
  if (hash !== location.hash.slice(1)) history.replaceState(null, '', hash ? '#' + hash : location.pathname + location.search);
}

function readFilter(parts) {
  filtering.axes.clear();
  data.axes.forEach((axis, i) => { const value = parts.get('axis.' + axis); if (value) filtering.axes.set(i, value); });
  filtering.scene = parts.get('scene') || '';
  filtering.state = parts.get('state') || '';
  filtering.words = parts.get('text') || '';
  for (const choice of form.querySelectorAll('.choosers [name]')) choice.value = parts.get(choice.name) || '';
  form.querySelector('input[type=search]').value = filtering.words;
}

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  readFilter(parts);
  const pair = parts.getAll('compare').map(name => variants.find(variant => variant.name === name));
  const [variantName, clipId] = (parts.get('open') || '').split('/');
  const clip = clipId && clipAt(variantName, clipId);
  filter();
  if (pair.length === 2 && pair[0] && pair[1]) compare(pair[0], pair[1]);
  else if (clip) openClip(clip);
}
