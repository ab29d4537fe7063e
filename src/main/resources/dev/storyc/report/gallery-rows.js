// The rows: a variant each, its clips in order and to scale. A row's clips are made when it comes near the window.
const main = document.getElementById('rows');
const LEAST_SCALE = 20;
const MOST_SCALE = 72;
const rows = new Map();

function frameLabel(clip) {
  const take = clip.pick;
  const does = take.file ? 'Play' : 'Open';
  return `${does} ${clip.number} ${clip.id}, ${clip.seconds} s, ${stateWord(take.state)}`;
}

function badge(take) {
  return el('span', { class: 'badge s-' + take.state }, stateWord(take.state));
}

function card(clip) {
  const shots = shotsOf(clip);
  const first = text(shots[0].prompt) || text(clip.prompt);
  const paid = take => (take.state === 'new' || take.state === 'changed' ? usd(take.price) : take.spent === null ? '' : usd(take.spent));
  return el('span', { class: 'card' },
    el('span', { class: 'card-text' }, prose(first)),
    el('span', { class: 'card-foot' }, badge(clip.pick), el('span', { class: 'price' }, paid(clip.pick))));
}

function picture(name, width) {
  const image = el('img', { alt: '', loading: 'lazy', decoding: 'async', class: 'poster', src: address(name) });
  image.addEventListener('error', () => image.remove(), { once: true });
  if (width) image.setAttribute('width', width);
  return image;
}

function frame(clip) {
  const take = clip.pick;
  const button = el('button', { class: 'frame', type: 'button', tabindex: -1, 'aria-label': frameLabel(clip),
    title: take.file ? 'Click or Space plays, Enter opens' : 'Opens the clip' });
  // The card is seen where there is no poster: films are not fetched for their pictures.
  button.append(card(clip));
  if (take.file && take.poster) {
    button.append(picture(take.poster));
    if (take.state !== 'cached') button.append(badge(take));
  }
  return button;
}

function tile(clip) {
  const item = el('li', { class: 'clip s-' + clip.pick.state, style: { '--sec': clip.seconds } },
    frame(clip),
    el('button', { class: 'name', type: 'button', tabindex: -1, title: 'Opens takes, prompts and arguments' },
      el('span', { class: 'nn' }, String(clip.number).padStart(2, '0')), ' ', el('b', {}, clip.id), ' ',
      el('span', { class: 'sec' }, clip.seconds + ' s' + (clip.takes.length > 1 ? ` ×${clip.takes.length}` : ''))),
    el('ol', { class: 'shots', 'aria-label': 'Shots' }, ...shotsOf(clip).map(shot =>
      el('li', { class: 'shot', style: { '--sec': shot.seconds }, title: text(shot.prompt) },
        el('span', { class: 'shot-sec' }, shot.seconds + ' s'), prose(text(shot.prompt))))));
  item.clip = clip;
  return item;
}

function cutTile(variant) {
  const cut = variant.cut;
  const button = el('button', { class: 'frame', type: 'button', tabindex: -1,
    'aria-label': `Play the cut of ${variant.name}, ${cut.seconds.toFixed(1)} s`, title: 'Click or Space plays, Enter opens' },
    el('span', { class: 'bare' }, 'cut'), cut.poster && picture(cut.poster));
  const item = el('li', { class: 'cut' }, button,
    el('button', { class: 'name', type: 'button', tabindex: -1 }, el('b', {}, 'Cut'), ' ',
      el('span', { class: 'sec' }, cut.seconds.toFixed(1) + ' s')));
  item.cut = variant;
  return item;
}

function sums(variant) {
  const held = variant.clips.filter(clip => clip.pick.state === 'cached').length;
  const takes = variant.clips.flatMap(clip => clip.takes);
  const spent = takes.reduce((sum, take) => sum + (take.spent || 0), 0);
  const open = takes.filter(take => take.state === 'new' || take.state === 'changed');
  const parts = [`${variant.seconds} s`, `${held} of ${variant.clips.length} held`];
  if (spent) parts.push(usd(spent) + ' spent');
  if (open.length) parts.push(usd(open.reduce((sum, take) => sum + (take.price || 0), 0)) + ' to render');
  return parts.join(' · ');
}

function row(variant) {
  const values = el('dl', { class: 'values' }, ...data.axes.flatMap((axis, i) => variant.values[i] === '' ? [] : [
    el('div', {}, el('dt', {}, axis), el('dd', { title: variant.values[i] }, prose(variant.values[i])))]));
  const strip = el('ol', { class: 'strip', 'aria-label': 'Clips of ' + variant.name });
  const section = el('section', { class: 'row', 'aria-labelledby': 'v' + variant.index },
    el('header', {},
      el('h2', { id: 'v' + variant.index }, prose(variant.name)),
      values,
      el('span', { class: 'sums' }, sums(variant)),
      el('button', { class: 'quiet compare', type: 'button', 'aria-pressed': 'false',
        'aria-label': 'Compare ' + variant.name }, 'Compare')),
    strip);
  section.variant = variant;
  section.strip = strip;
  rows.set(variant, section);
  return section;
}

function fill(section) {
  if (section.filled) return;
  section.filled = true;
  const shown = section.variant.clips.filter(clip => !clip.hidden);
  section.strip.replaceChildren(...(section.variant.cut && !filtering.clips ? [cutTile(section.variant)] : []), ...shown.map(tile));
  const first = section.strip.querySelector('.frame');
  if (first) first.tabIndex = 0;
}

function empty(section) {
  // What plays or is in use stays.
  if (!section.filled || section.contains(document.activeElement) || section.querySelector('video')) return;
  section.filled = false;
  section.strip.replaceChildren();
}

const near = new IntersectionObserver(entries => {
  for (const entry of entries) (entry.isIntersecting ? fill : empty)(entry.target);
}, { rootMargin: '900px 0px' });

// One scale for all rows, so that lengths can be compared by eye: the longest variant fills the width where it can.
function scale() {
  const longest = variants.reduce((most, variant) => Math.max(most, variant.seconds), 1);
  const cuts = variants.some(variant => variant.cut) ? (innerWidth < 600 ? 128 : 208) : 0;
  const style = getComputedStyle(main);
  const room = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - cuts - 4;
  const scaled = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, Math.floor(room / longest * 10) / 10));
  main.style.setProperty('--scale', scaled + 'px');
}

function makeRows() {
  scale();
  const all = document.createDocumentFragment();
  for (const variant of variants) all.append(row(variant));
  main.append(all);
  for (const section of rows.values()) near.observe(section);
  new ResizeObserver(scale).observe(main);
}

// Paper has no window to come near to.
addEventListener('beforeprint', () => {
  for (const section of rows.values()) if (!section.hidden) fill(section);
  for (const image of main.querySelectorAll('img')) image.loading = 'eager';
});
