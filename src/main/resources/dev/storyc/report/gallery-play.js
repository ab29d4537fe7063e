// Playing in place: one film at a time, in the frame that was clicked, with the keys of a player.
let playing = null;

function stop() {
  if (!playing) return;
  const { frame, video, bar } = playing;
  playing = null;
  video.pause();
  video.removeAttribute('src');
  video.load();
  video.remove();
  bar.remove();
  frame.classList.remove('playing');
  mark(frame, -1);
}

function mark(frame, seconds) {
  const shots = frame.parentElement.querySelectorAll('.shot');
  let start = 0;
  for (const shot of shots) {
    const length = Number(shot.style.getPropertyValue('--sec'));
    shot.classList.toggle('now', seconds >= start && seconds < start + length);
    start += length;
  }
}

function fileOf(item) {
  return item.cut ? item.cut.cut.file : item.clip.pick.file;
}

function play(item) {
  const button = item.querySelector('.frame');
  stop();
  const video = el('video', { playsinline: true, preload: 'auto', src: address(fileOf(item)), tabindex: -1, 'aria-hidden': 'true' });
  const done = el('i', {});
  const bar = el('span', { class: 'bar' }, done);
  button.append(video, bar);
  button.classList.add('playing');
  playing = { frame: button, item, video, bar };
  const tick = () => {
    if (!playing || playing.video !== video) return;
    if (video.duration) {
      done.style.setProperty('--done', video.currentTime / video.duration);
      const length = item.clip ? item.clip.seconds : 0;
      if (length) mark(button, Math.min(video.currentTime / video.duration * length, length - 0.01));
    }
    requestAnimationFrame(tick);
  };
  video.addEventListener('error', () => {
    if (playing && playing.video === video) {
      stop();
      button.append(el('span', { class: 'badge s-failed broken' }, 'film not here'));
      announce('The film can\'t be played: ' + fileOf(item));
    }
  });
  video.play().then(() => requestAnimationFrame(tick), error => { if (error.name === 'NotAllowedError') { video.muted = true; video.play(); requestAnimationFrame(tick); } });
}

function toggle(item) {
  if (!fileOf(item)) return false;
  if (!playing || playing.item !== item) play(item);
  else if (playing.video.paused) playing.video.play();
  else playing.video.pause();
  return true;
}

function seek(item, share) {
  if (!playing || playing.item !== item) play(item);
  const video = playing.video;
  const go = () => { video.currentTime = share * video.duration; };
  if (video.readyState > 0) go(); else video.addEventListener('loadedmetadata', go, { once: true });
}

function openItem(item) {
  if (item.cut) openCut(item.cut); else openClip(item.clip);
}

function focusOn(item) {
  const target = item && item.querySelector('.frame');
  if (!target) return;
  for (const other of item.parentElement.querySelectorAll('.frame')) other.tabIndex = -1;
  target.tabIndex = 0;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function neighbourRow(section, by) {
  let next = section;
  do next = by > 0 ? next.nextElementSibling : next.previousElementSibling; while (next && next.hidden);
  return next;
}

// Right and left go along the row and on to the next one; up and down keep the place in it.
function step(item, key) {
  const section = item.closest('.row');
  const items = [...section.strip.children];
  const at = items.indexOf(item);
  if (key === 'Home' || key === 'End') return items[key === 'Home' ? 0 : items.length - 1];
  const by = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    if (items[at + by]) return items[at + by];
  }
  const next = neighbourRow(section, by);
  if (!next) return null;
  fill(next);
  const others = [...next.strip.children];
  if (key === 'ArrowRight') return others[0];
  if (key === 'ArrowLeft') return others[others.length - 1];
  return others[Math.min(at, others.length - 1)];
}

main.addEventListener('click', event => {
  const target = event.target.closest('button, .shot');
  if (!target) return;
  const item = target.closest('.clip, .cut');
  if (target.classList.contains('compare')) return choose(target.closest('.row').variant);
  if (!item) return;
  if (target.classList.contains('name')) return openItem(item);
  if (target.classList.contains('shot')) {
    if (!fileOf(item)) return openItem(item);
    const all = [...target.parentElement.children];
    const before = all.slice(0, all.indexOf(target)).reduce((sum, shot) => sum + Number(shot.style.getPropertyValue('--sec')), 0);
    focusOn(item);
    return seek(item, before / item.clip.seconds);
  }
  focusOn(item);
  const onBar = event.target.closest('.bar');
  if (onBar) {
    const box = onBar.getBoundingClientRect();
    return seek(item, Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  }
  if (!toggle(item)) openItem(item);
});

main.addEventListener('keydown', event => {
  const button = event.target.closest('.frame');
  if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
  const item = button.parentElement;
  if (event.key === ' ' || event.key === 'Enter') {
    event.preventDefault();
    if (event.key === 'Enter' || !toggle(item)) openItem(item);
  } else if (['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(event.key)) {
    event.preventDefault();
    const next = step(item, event.key);
    if (!next) return;
    const on = playing && playing.item === item && !playing.video.paused;
    focusOn(next);
    if (on) { if (fileOf(next)) play(next); else stop(); }
  } else if (event.key === 'Escape') stop();
});

// A button is pressed by letting Space go; that press was heard already.
main.addEventListener('keyup', event => { if (event.key === ' ' && event.target.closest('.frame')) event.preventDefault(); });

// Wherever a film begins, the others stop; but two that are compared.
document.addEventListener('play', event => {
  if (event.target.closest('#comparison')) return;
  for (const video of document.querySelectorAll('video')) if (video !== event.target) video.pause();
}, true);
