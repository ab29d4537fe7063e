// A clip in full: its takes side by side, what was said and sent, and what came back.
const panel = document.getElementById('panel');
let shown = null;

const opened = () => (shown ? `${shown.variant.name}/${shown.id}` : null);

function fact(list, name, ...value) {
  list.append(el('div', {}, el('dt', {}, name), el('dd', {}, ...value)));
}

function copied(string, label) {
  const button = el('button', { type: 'button', class: 'copy', title: 'Copies it', 'aria-label': `Copy the ${label} ${string}`,
    on: { click: async () => {
      try { await navigator.clipboard.writeText(string); } catch (refused) { select(button); document.execCommand('copy'); }
      button.classList.add('done');
      announce(`The ${label} is copied`);
      setTimeout(() => button.classList.remove('done'), 1500);
    } } }, string);
  return button;
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const link = name => el('a', { href: address(name), target: '_blank', rel: 'noopener' }, name);

function seen(film) {
  const sound = film.audio ? film.audio : 'silent';
  return `${film.seconds} s · ${film.width} × ${film.height} · ${film.rate} fps · ${film.video} · ${sound} · ${size(film.bytes)}`;
}

function takeView(clip, take) {
  const facts = el('dl', { class: 'facts' });
  fact(facts, 'State', badge(take));
  if (take.words) fact(facts, 'Why', prose(take.words));
  fact(facts, 'Key', copied(take.key, 'key'));
  if (take.job) fact(facts, 'Job', copied(take.job, 'job'));
  fact(facts, 'Price', usd(take.price) + (take.spent === null ? '' : `, paid ${usd(take.spent)}`));
  if (take.file) fact(facts, 'File', link(take.file));
  if (take.film) fact(facts, 'Seen', seen(take.film));
  if (take.film) fact(facts, 'SHA-256', copied(take.film.sha256, 'SHA-256'));
  if (take.sheet) fact(facts, 'Sheet', el('a', { href: address(take.sheet), target: '_blank', rel: 'noopener', 'aria-label': 'The contact sheet of this take' }, picture(take.sheet)));
  const view = take.file
    ? el('video', { controls: true, playsinline: true, preload: 'metadata', src: address(take.file), 'aria-label': `Take ${take.number} of ${clip.id}`,
      poster: take.poster && address(take.poster) })
    : el('div', { class: 'still' }, card({ ...clip, pick: take }));
  return el('figure', { class: 'take' + (take.picked ? ' picked' : '') },
    el('figcaption', {}, `Take ${take.number}`, take.picked && clip.takes.length > 1 && el('span', { class: 'pick' }, 'picked')), view, facts);
}

function shotTable(clip) {
  let start = 0;
  const lines = shotsOf(clip).map((shot, i) => {
    const from = start;
    start += shot.seconds;
    return el('tr', {},
      el('th', { scope: 'row' }, String(shot.number || i + 1)),
      el('td', { class: 'when' }, `${time(from)}–${time(start)}`, el('br'), `${shot.seconds} s`),
      el('td', {}, el('p', { class: 'prompt' }, prose(text(shot.prompt))),
        text(shot.caption) && el('p', { class: 'caption' }, el('b', {}, 'Caption '), prose(text(shot.caption))),
        text(shot.notes) && el('p', { class: 'notes' }, el('b', {}, 'Notes '), prose(text(shot.notes)))));
  });
  return el('table', { class: 'shot-table' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Shot'), el('th', { scope: 'col' }, 'Time'), el('th', { scope: 'col' }, 'Prompt'))),
    el('tbody', {}, ...lines));
}

function argument(value) {
  if (typeof value === 'string') return prose(value);
  return typeof value === 'object' ? el('pre', {}, prose(JSON.stringify(value, null, 1))) : String(value);
}

function sceneTexts(clip) {
  if (!clip.shots.length) return [];
  const parts = [['Prompt', clip.prompt], ['Caption', clip.caption], ['Notes', clip.notes]].filter(([, t]) => text(t));
  return parts.map(([name, t]) => el('p', { class: name.toLowerCase() }, el('b', {}, name + ' '), prose(text(t))));
}

function neighbour(clip, by) {
  const clips = clip.variant.clips.filter(one => !one.hidden);
  const next = clips[clips.indexOf(clip) + by];
  if (next) return next;
  const section = neighbourRow(rows.get(clip.variant), by);
  const others = section ? section.variant.clips.filter(one => !one.hidden) : [];
  return others[by > 0 ? 0 : others.length - 1];
}

function bar(title, before, after) {
  const go = (label, key, clip) => el('button', { type: 'button', class: 'quiet', 'aria-label': label, title: `${label} (${key})`, disabled: !clip,
    on: { click: () => openClip(clip) } }, key);
  return el('header', {}, title,
    el('span', { class: 'steps' }, go('Previous clip', '←', before), go('Next clip', '→', after),
      el('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', title: 'Close (Esc)', on: { click: () => panel.close() } }, '✕')));
}

function show(clip, ...content) {
  stop();
  const again = panel.open;
  shown = clip;
  panel.replaceChildren(...content);
  panel.scrollTop = 0;
  if (!again) panel.showModal();
  panel.querySelector('h2').focus();
  keepAddress();
}

function openClip(clip) {
  const title = el('h2', { tabindex: -1 }, el('span', { class: 'nn' }, String(clip.number).padStart(2, '0')), ' ', clip.id, ' ',
    el('small', {}, prose(clip.variant.name), ` · ${clip.seconds} s`));
  const args = el('dl', { class: 'facts args' });
  for (const [name, value] of Object.entries(argsOf(clip))) fact(args, name, argument(value));
  show(clip, bar(title, neighbour(clip, -1), neighbour(clip, 1)),
    el('div', { class: 'takes-row', 'data-takes': Math.min(3, clip.takes.length) }, ...clip.takes.map(take => takeView(clip, take))),
    el('section', {}, el('h3', {}, 'Prompts, as rendered'), ...sceneTexts(clip), shotTable(clip)),
    el('section', {}, el('h3', {}, 'Arguments, as sent to ' + data.model), args));
}

function openCut(variant) {
  const cut = variant.cut;
  const facts = el('dl', { class: 'facts' });
  fact(facts, 'Length', `${cut.seconds} s of ${plural(variant.clips.length, 'clip')}`);
  fact(facts, 'File', link(cut.file));
  if (cut.sheet) fact(facts, 'Sheet', el('a', { href: address(cut.sheet), target: '_blank', rel: 'noopener', 'aria-label': 'The contact sheet of the cut' }, picture(cut.sheet)));
  show(null, bar(el('h2', { tabindex: -1 }, 'Cut ', el('small', {}, prose(variant.name))), null, variant.clips[0]),
    el('div', { class: 'takes-row', 'data-takes': 1 }, el('figure', { class: 'take' },
      el('video', { controls: true, playsinline: true, preload: 'metadata', src: address(cut.file), poster: cut.poster && address(cut.poster),
        'aria-label': 'The cut of ' + variant.name }), facts)));
}

panel.addEventListener('keydown', event => {
  // A film's own controls and whatever is typed into have keys of their own.
  if (event.altKey || event.ctrlKey || event.metaKey || /^(VIDEO|INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && shown) {
    const next = neighbour(shown, event.key === 'ArrowRight' ? 1 : -1);
    if (next) { event.preventDefault(); openClip(next); }
  } else if (event.key === ' ' && !event.target.closest('button, a')) {
    const video = panel.querySelector('.picked video') || panel.querySelector('video');
    if (video) { event.preventDefault(); if (video.paused) video.play(); else video.pause(); }
  }
});

panel.addEventListener('close', () => {
  const clip = shown;
  shown = null;
  for (const video of panel.querySelectorAll('video')) { video.pause(); video.removeAttribute('src'); video.load(); }
  panel.replaceChildren();
  keepAddress();
  if (!clip) return;
  const section = rows.get(clip.variant);
  fill(section);
  focusOn([...section.strip.children].find(item => item.clip === clip));
});
panel.addEventListener('click', event => { if (event.target === panel) panel.close(); });
